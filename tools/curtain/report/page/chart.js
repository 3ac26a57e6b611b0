// Charts in SVG, with values on hover, zoom, keys, and files to save.
// The colours and dashes of curves, which are those in the files of `curtain report --figure`.
const { colours: COLOURS, dashes: DASHES } = JSON.parse(document.getElementById("style").textContent);
// The ninth curve has the colour of the first curve and different dashes.
const dashOf = i => DASHES[(i + Math.floor(i / 8)) % 8];
const LIGHT = { back: "#ffffff", text: "#1b1f24", quiet: "#57606a", line: "#d0d7de" };
const DARK = { back: "#14171c", text: "#e6e9ee", quiet: "#a2abb6", line: "#3a424d" };
const isDark = () => document.documentElement.dataset.theme === "dark";
const HEIGHT = 300, RIGHT = 14, TOP = 12, BOTTOM = 46;
// On a phone, charts are narrower in units, so that their texts stay readable. Files have the full width.
const isNarrow = () => window.innerWidth < 600;
const widthOf = isExport => !isExport && isNarrow() ? 400 : 640;

function niceTicks(from, to, most) {
  if (!(to - from > Math.abs(from) * 1e-12)) return [from];
  const raw = (to - from) / most, size = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 2.5, 5, 10].map(k => k * size).find(k => k >= raw * 0.999) || size * 10;
  const ticks = [];
  for (let t = Math.ceil(from / step - 1e-9) * step; t <= to + step * 1e-9; t += step) ticks.push(Math.abs(t) < step * 1e-9 ? 0 : t);
  return ticks;
}

function clockTicks(from, to, most = 7, axis = {}) {
  const steps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400, 172800, 604800];
  const step = steps.find(k => (to - from) / k <= most) || 604800 * Math.ceil((to - from) / 604800 / most);
  const ticks = [];
  for (let t = firstTick(from, step, axis); t <= to; t += step) ticks.push(t);
  return ticks;
}

function logTicks(from, to) {
  const ticks = [];
  for (let e = Math.floor(Math.log10(from)); 10 ** e <= to * 1.0001; ++e) {
    for (const k of to / from < 200 ? [1, 2, 5] : [1]) if (k * 10 ** e >= from * 0.9999 && k * 10 ** e <= to * 1.0001) ticks.push(k * 10 ** e);
  }
  return ticks.length > 1 ? ticks : [from, to];
}

// The text, shortened to at most `most` characters.
const cut = (text, most) => [...text].length > most ? [...text].slice(0, most - 1).join("") + "…" : text;

// True if the points of a series are in rows with labels and not along a vertical axis.
const inRows = series => series.kind === "intervals" || series.kind === "amounts";

// Converts a figure of the program to the spec of a chart. Columns of points become points, and units become formats.
function specOf(figure) {
  const axis = ({ unit, ...more }) => ({ ...more, format: more.scale === "clock" ? clockOf(more) : more.isDifference && unit === "share" ? points : FORMATS[unit] || plain });
  let before = [];
  const series = figure.series.map(({ name, kind, x, y, low, high, labels }) => {
    const count = (y || labels || x || low || []).length, at = (column, i) => column ? column[i] : null;
    const xs = x || (kind === "bars" ? low : before);
    before = xs;
    return { name, kind, points: Array.from({ length: count }, (_, i) => [at(xs, i), at(y, i), at(low, i), at(high, i), labels ? labels[i] : undefined]) };
  });
  return { ...figure, x: axis(figure.x), y: axis(figure.y), series };
}

class Chart {
  // `spec` is a figure (tools/curtain/figures/figure.hpp) whose points are [x, y, low, high, label] and whose axes have a `format`.
  constructor(spec) {
    this.spec = spec;
    this.zoom = null;
    this.cursor = null;
    // A log scale needs values above 0.
    this.mayLog = spec.x.mayLog && spec.series.some(series => series.points.some(p => p[0] > 0));
    this.scale = spec.x.scale === "log" && !this.mayLog ? "linear" : spec.x.scale || "linear";
    this.whole = this.extent();
    this.readout = el("div", { class: "readout", "aria-live": "polite" });
    this.holder = el("div");
    const buttons = [
      el("button", { type: "button", onclick: () => this.setZoom(null) }, "Whole"),
      el("button", { type: "button", onclick: () => this.zoomBy(0.5) }, "Zoom in"),
      el("button", { type: "button", onclick: () => this.zoomBy(2) }, "Zoom out"),
      this.mayLog ? el("button", { type: "button", "aria-pressed": String(this.scale === "log"), onclick: event => this.toggleLog(event.currentTarget) }, "Log scale") : null,
      el("button", { type: "button", onclick: () => download(this.fileName("svg"), "image/svg+xml", this.svgText()) }, "SVG"),
      el("button", { type: "button", onclick: () => this.png() }, "PNG"),
      el("button", { type: "button", onclick: () => download(this.fileName("csv"), "text/csv", this.csv()) }, "CSV"),
    ];
    this.node = el("figure", {}, el("h3", {}, spec.title), this.legend(), this.holder, this.readout, el("div", { class: "tools" }, buttons), spec.caption ? el("figcaption", {}, spec.caption) : null);
    this.draw();
  }

  fileName(ending) { return (this.spec.name || this.spec.title.toLowerCase().replace(/[^a-z0-9._-]+/g, "-").slice(0, 60)) + "." + ending; }

  legend() {
    if (this.spec.series.length < 2) return null;
    return el("div", { class: "legend" }, this.spec.series.map((series, i) => el("span", {},
      el("svg", { viewBox: "0 0 26 8", "aria-hidden": "true" }, el("path", { d: "M0 4H26", stroke: COLOURS[i % 8], "stroke-width": 2.5, "stroke-dasharray": dashOf(i) || null })), series.name)));
  }

  // The smallest and the largest x of all points. The result is stored, because it takes long for many points and depends only on the scale.
  extent() {
    let from = Infinity, to = -Infinity;
    for (const series of this.spec.series) for (const [x, , low, high] of series.points) {
      for (const v of inRows(series) ? [x, low, high] : series.kind === "bars" ? [low, high] : [x]) if (Number.isFinite(v) && (this.scale !== "log" || v > 0)) { from = Math.min(from, v); to = Math.max(to, v); }
    }
    if (this.spec.x.from !== undefined) { from = Math.min(from, this.spec.x.from); to = Math.max(to, this.spec.x.from); }
    if (!(to >= from)) return [0, 1];
    if (this.scale !== "log" && this.spec.series.some(s => inRows(s) || s.kind === "points")) {  // dots need room at the ends
      const room = 0.04 * (to - from), least = this.spec.x.from;
      if (from !== least) from -= room;
      if (to !== least) to += room;
    }
    if (this.scale === "log") return to > from ? [from, to] : [from / 2, to * 2];
    return to > from ? [from, to] : [from - 0.5, to + 0.5];
  }

  domain() { return this.zoom || this.whole; }

  setZoom(zoom) {
    const [from, to] = this.whole;
    if (zoom) {
      zoom = [Math.max(from, zoom[0]), Math.min(to, zoom[1])];
      if (!(zoom[1] > zoom[0]) || (zoom[0] <= from && zoom[1] >= to)) zoom = null;
    }
    this.zoom = zoom;
    this.draw();
  }

  zoomBy(factor) {
    const [from, to] = this.domain(), log = this.scale === "log";
    const forth = log ? Math.log : v => v, back = log ? Math.exp : v => v;
    const middle = this.cursor !== null && this.cursor >= from && this.cursor <= to ? forth(this.cursor) : (forth(from) + forth(to)) / 2;
    this.setZoom([back(middle - (middle - forth(from)) * factor), back(middle + (forth(to) - middle) * factor)]);
  }

  toggleLog(button) {
    this.scale = this.scale === "log" ? "linear" : "log";
    this.whole = this.extent();
    button.setAttribute("aria-pressed", String(this.scale === "log"));
    this.setZoom(null);
  }

  // The points to draw are those within the domain and, for lines, one further point on each side.
  visible(series) {
    const [from, to] = this.domain();
    const points = this.scale === "log" && !inRows(series) ? series.points.filter(p => p[0] > 0) : series.points;
    if (inRows(series) || series.kind === "points") return points;
    let first = points.findIndex(p => p[0] >= from), last = points.length - 1;
    while (last > 0 && points[last][0] > to) --last;
    if (first < 0) first = points.length;
    return points.slice(Math.max(0, first - 1), last + 2);
  }

  build(theme, isExport) {
    const { spec, scale } = this, [from, to] = this.domain(), WIDTH = widthOf(isExport), isSmall = WIDTH < 600;
    const rows = spec.series.some(inRows) ? [...new Set(spec.series.flatMap(s => s.points.map(p => p[4])))] : null;
    const height = rows ? TOP + BOTTOM + 26 * rows.length : HEIGHT, left = rows ? (isSmall ? 130 : 190) : 94;
    const px = scale === "log" ? x => left + (Math.log(x) - Math.log(from)) / (Math.log(to) - Math.log(from)) * (WIDTH - left - RIGHT)
      : x => left + (x - from) / (to - from) * (WIDTH - left - RIGHT);
    let low = spec.y.from, high = spec.y.to;
    if (!rows) {
      const ys = spec.series.flatMap(s => this.visible(s).flatMap(p => p[1] === null ? [] : [p[1]]));
      if (low === undefined) low = ys.reduce((a, b) => Math.min(a, b), 0);
      if (high === undefined) high = ys.reduce((a, b) => Math.max(a, b), -Infinity);
      if (!Number.isFinite(low)) low = 0;
      if (!(high > low)) high = low + 1;
      if (spec.y.to === undefined) high += 0.04 * (high - low);
    }
    const yLog = spec.y.scale === "log";
    if (yLog && !rows) {
      low = spec.series.flatMap(s => this.visible(s)).reduce((least, p) => p[1] > 0 ? Math.min(least, p[1]) : least, high);
      if (!(high > low)) { low = high > 0 ? high / 2 : 0.5; high = low * 4; }
    }
    // The labels of marks stand in rows above the curves, so that they cover neither the curves nor each other.
    const inside = x => x >= from && x <= to, marks = (spec.marks || []).filter(mark => inside(mark.x)), top = TOP + 14 * marks.length;
    const bottom = height - BOTTOM, py = yLog ? y => bottom - (Math.log(Math.max(y, low)) - Math.log(low)) / (Math.log(high) - Math.log(low)) * (bottom - top)
      : y => bottom - (y - low) / (high - low) * (bottom - top);
    const svg = el("svg", { viewBox: `0 0 ${WIDTH} ${height}`, xmlns: "http://www.w3.org/2000/svg", width: isExport ? WIDTH : null, height: isExport ? height : null, role: "img", tabindex: isExport ? null : 0,
      "aria-label": spec.title + ". Arrow keys move along the points, plus and minus zoom, 0 shows the whole.", "font-family": "system-ui, sans-serif", "font-size": 13, fill: theme.text });
    if (isExport) svg.append(el("rect", { width: WIDTH, height, fill: theme.back }));
    const xs = scale === "log" ? logTicks(from, to) : scale === "clock" ? clockTicks(from, to, isSmall || spec.x.dates ? 4 : 7, spec.x) : niceTicks(from, to, isSmall ? 3 : 6);
    const labels = new Set();
    let taken = -Infinity;  // estimated right end of the previous label
    for (const x of xs) {
      const label = scale === "clock" ? clockOf(spec.x)(x) : spec.x.format(x);
      svg.append(el("line", { x1: px(x), x2: px(x), y1: top, y2: bottom, stroke: theme.line }));
      const half = 3.7 * label.length + 3, middle = px(x) > WIDTH - 34 ? px(x) - half : px(x);
      if (labels.has(label) || middle - half < taken) continue;
      taken = middle + half;
      svg.append(el("text", { x: px(x), y: bottom + 17, "text-anchor": px(x) > WIDTH - 34 ? "end" : "middle", fill: theme.quiet }, label));
      labels.add(label);
    }
    if (rows) {
      rows.forEach((label, i) => svg.append(el("text", { x: left - 10, y: top + 26 * i + 17, "text-anchor": "end" }, cut(label, isSmall ? 18 : 28))));
      if (from < 0 && to > 0) svg.append(el("line", { x1: px(0), x2: px(0), y1: top, y2: bottom, stroke: theme.text }));
    } else {
      for (const y of yLog ? logTicks(low, high) : niceTicks(low, high, 5)) {
        svg.append(el("line", { x1: left, x2: WIDTH - RIGHT, y1: py(y), y2: py(y), stroke: theme.line }),
          el("text", { x: left - 8, y: py(y) + 4, "text-anchor": "end", fill: theme.quiet }, spec.y.format(y)));
      }
    }
    svg.append(el("text", { x: (left + WIDTH - RIGHT) / 2, y: height - 8, "text-anchor": "middle" }, cut(spec.x.label, isSmall ? 44 : 72)));
    if (spec.y.label) svg.append(el("text", { transform: `translate(13 ${(top + bottom) / 2}) rotate(-90)`, "text-anchor": "middle" }, spec.y.label));
    const plot = el("g", { class: "plot", "data-scale-x": scale, "data-x": `${from} ${to}`, "data-x-at": `${left} ${WIDTH - RIGHT}`,
      "data-scale-y": rows ? null : yLog ? "log" : "linear", "data-y": rows ? null : `${low} ${high}`, "data-y-at": rows ? null : `${bottom} ${top}` });
    spec.series.forEach((series, i) => {
      const clip = el("g", { "data-series": series.name });
      plot.append(clip);
      const colour = COLOURS[i % 8], dash = dashOf(i);
      if (series.kind === "intervals") {
        for (const [x, , a, b, label] of series.points) {
          const y = top + 26 * rows.indexOf(label) + 13;
          if (Number.isFinite(a) && Number.isFinite(b)) clip.append(el("line", { x1: px(Math.max(a, from)), x2: px(Math.min(b, to)), y1: y, y2: y, stroke: colour, "stroke-width": 2.5 }));
          if (Number.isFinite(x) && inside(x)) clip.append(el("circle", { cx: px(x), cy: y, r: 4.5, fill: colour }));
        }
        return;
      }
      if (series.kind === "amounts") {
        for (const [, , a, b, label] of series.points) if (b >= from && a <= to) {
          const at = px(Math.max(a, from));
          clip.append(el("rect", { x: at, y: top + 26 * rows.indexOf(label) + 5, width: px(Math.min(b, to)) - at, height: 16, fill: colour }));
        }
        return;
      }
      const points = this.visible(series);
      if (series.kind === "points") {
        // The ninth series has the first colour again, so its marks are squares.
        const mark = (x, y) => i < 8 ? el("circle", { cx: x, cy: y, r: 6, fill: colour, stroke: theme.back }) : el("rect", { x: x - 5.5, y: y - 5.5, width: 11, height: 11, fill: colour, stroke: theme.back });
        for (const [x, y] of points) if (inside(x)) clip.append(mark(px(x), py(y)));
        return;
      }
      if (series.kind === "bars") {
        for (const [x, y, , high2] of points) if (high2 > from && x < to) {
          const a = px(Math.max(x, from)), b = px(Math.min(high2, to));
          clip.append(el("rect", { x: a, y: py(y), width: Math.max(b - a, 0.5), height: Math.max(bottom - py(y), 0), fill: colour }));
        }
        return;
      }
      let path = "", pen = false;
      for (let k = 0; k < points.length; ++k) {
        const [x, y] = points[k];
        if (y === null) { pen = false; continue; }
        const at = Math.min(Math.max(px(x), left), WIDTH - RIGHT).toFixed(1), up = py(y).toFixed(1);
        path += !pen ? `M${at} ${up}` : series.kind === "step" ? `H${at}V${up}` : `L${at} ${up}`;
        pen = true;
      }
      clip.append(el("path", { d: path, fill: "none", stroke: colour, "stroke-width": 2, "stroke-dasharray": dash || null, "stroke-linejoin": "round" }));
    });
    for (const [row, mark] of marks.entries()) {
      const isLeft = px(mark.x) > WIDTH - 110, label = TOP + 14 * row;
      plot.append(el("line", { x1: px(mark.x), x2: px(mark.x), y1: label, y2: bottom, stroke: theme.quiet, "stroke-dasharray": "3 3" }),
        el("text", { x: px(mark.x) + (isLeft ? -4 : 4), y: label + 9, "text-anchor": isLeft ? "end" : "start", fill: theme.text, stroke: theme.back, "stroke-width": 3, "paint-order": "stroke" }, mark.label));
    }
    svg.append(plot);
    if (isExport) return svg;
    this.unproject = at => scale === "log" ? Math.exp(Math.log(from) + (at - left) / (WIDTH - left - RIGHT) * (Math.log(to) - Math.log(from))) : from + (at - left) / (WIDTH - left - RIGHT) * (to - from);
    this.px = px;
    this.top = top;
    this.bottom = bottom;
    return svg;
  }

  draw() {
    const had = this.svg && document.activeElement === this.svg;
    this.svg = this.build(isDark() ? DARK : LIGHT, false);
    this.line = el("line", { y1: this.top, y2: this.bottom, stroke: isDark() ? DARK.text : LIGHT.text, visibility: "hidden" });
    this.band = el("rect", { y: this.top, height: this.bottom - this.top, fill: COLOURS[0], "fill-opacity": 0.15, visibility: "hidden" });
    this.svg.append(this.line, this.band);
    const place = event => { const box = this.svg.getBoundingClientRect(); return (event.clientX - box.left) / box.width * widthOf(false); };
    let start = null;
    this.svg.addEventListener("pointerdown", event => { start = place(event); });
    this.svg.addEventListener("pointermove", event => {
      const at = place(event);
      this.show(this.unproject(at));
      if (start !== null && event.buttons) {
        this.band.setAttribute("x", Math.min(start, at));
        this.band.setAttribute("width", Math.abs(at - start));
        this.band.setAttribute("visibility", "visible");
      }
    });
    this.svg.addEventListener("pointerup", event => {
      const at = place(event), from = start;
      start = null;
      this.band.setAttribute("visibility", "hidden");
      if (from !== null && Math.abs(at - from) > 8) this.setZoom([Math.min(from, at), Math.max(from, at)].map(this.unproject));
    });
    this.svg.addEventListener("pointerleave", () => { start = null; this.band.setAttribute("visibility", "hidden"); });
    this.svg.addEventListener("dblclick", () => this.setZoom(null));
    this.svg.addEventListener("keydown", event => this.key(event));
    this.holder.replaceChildren(this.svg);
    if (had) this.svg.focus();
  }

  key(event) {
    if (event.ctrlKey || event.altKey || event.metaKey) return;  // the browser uses these keys, for example Ctrl and + to zoom the page
    const xs = this.spec.series[0] ? this.spec.series[0].points.map(p => p[0]) : [], [from, to] = this.domain();
    const within = xs.filter(x => x >= from && x <= to);
    if (event.key === "ArrowRight" || event.key === "ArrowLeft") {
      const forward = event.key === "ArrowRight";
      const next = this.cursor === null ? (forward ? within[0] : within[within.length - 1])
        : forward ? within.find(x => x > this.cursor) : within.filter(x => x < this.cursor).pop();
      if (next !== undefined) this.show(next);
    } else if (event.key === "+" || event.key === "=") this.zoomBy(0.5);
    else if (event.key === "-") this.zoomBy(2);
    else if (event.key === "0") this.setZoom(null);
    else return;
    event.preventDefault();
  }

  show(x) {
    const [from, to] = this.domain();
    if (!(x >= from && x <= to)) return;
    const { spec } = this, texts = [];
    let nearest = null;
    for (const series of spec.series) {
      if (series.kind === "intervals") {
        for (const [mean, , low, high, label] of series.points) texts.push(`${label}: ${spec.x.format(mean)}${low === null ? "" : ` [${spec.x.format(low)}, ${spec.x.format(high)}]`}`);
        continue;
      }
      if (series.kind === "amounts") {
        for (const [amount, , , , label] of series.points) if (amount) texts.push(`${label}${label === series.name ? "" : ", " + series.name}: ${spec.x.format(amount)}`);
        continue;
      }
      let best = null;
      for (const p of series.points) if (p[0] >= from && p[0] <= to && p[1] !== null && (best === null || Math.abs(p[0] - x) < Math.abs(best[0] - x))) best = p;
      if (best === null) continue;
      if (nearest === null) nearest = best[0];
      texts.push(`${best[4] || series.name}: ${spec.y.format(best[1])}`);
    }
    this.cursor = nearest === null ? x : nearest;
    const place = this.scale === "clock" ? clockOf(spec.x)(this.cursor) : spec.x.format(this.cursor);
    this.readout.textContent = nearest === null ? texts.join("; ") : `${place}: ${texts.join("; ")}`;
    if (nearest !== null) {
      this.line.setAttribute("x1", this.px(this.cursor));
      this.line.setAttribute("x2", this.px(this.cursor));
      this.line.setAttribute("visibility", "visible");
    }
  }

  // The points that are drawn, in the format in which `curtain report --figure NAME --out FILE.csv` writes all points.
  csv() {
    const [from, to] = this.domain(), { spec } = this, { kind } = spec.series[0] || {};
    const line = fields => fields.map(value => value === null || value === undefined ? "" : csvField(String(value))).join(",") + "\n";
    let text = inRows({ kind }) ? "series,label,value,low,high\n" : kind === "bars" ? "series,low,high,count\n" : "series,x,y\n";
    for (const { name, points } of spec.series) for (const [x, y, low, high, label] of points) {
      if (inRows({ kind })) text += line([name, label, x, low, high]);
      else if (kind === "bars" ? !this.zoom || (high >= from && low <= to) : !this.zoom || (x >= from && x <= to)) text += line(kind === "bars" ? [name, low, high, y] : [name, x, y]);
    }
    return text;
  }

  svgText() { return new XMLSerializer().serializeToString(this.build(LIGHT, true)) + "\n"; }

  png() {
    const image = new Image(), svg = this.svgText();
    image.onload = () => {
      const canvas = el("canvas", { width: image.width * 2, height: image.height * 2 });
      canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
      canvas.toBlob(blob => download(this.fileName("png"), "image/png", blob));
    };
    image.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(svg);
  }
}

const charts = [];
function addChart(parent, figure) {
  const chart = new Chart(specOf(figure));
  charts.push(chart);
  parent.append(chart.node);
  return chart;
}

// If a phone is turned, its width may cross the limit at which charts change.
let wasNarrow = isNarrow();
window.addEventListener("resize", () => {
  if (wasNarrow === isNarrow()) return;
  wasNarrow = !wasNarrow;
  for (const chart of charts) chart.draw();
});

// Draws all figures of a section of the page.
function addCharts(parent, figures) {
  const grid = el("div", { class: "charts" });
  parent.append(grid);
  for (const figure of figures) addChart(grid, figure);
}
