"use strict";
// Draws the report from the results folders embedded in the page. Texts from scenarios are set as text, never as HTML.

const RESULTS = JSON.parse(document.getElementById("results").textContent);
// The catalogue of metrics: {name: {unit, meaning}}.
const METRICS = JSON.parse(document.getElementById("metrics").textContent);

// ---- small helpers

function el(name, attributes, ...children) {
  const svg = ["svg", "g", "path", "line", "rect", "text", "circle"].includes(name);
  const node = svg ? document.createElementNS("http://www.w3.org/2000/svg", name) : document.createElement(name);
  for (const [key, value] of Object.entries(attributes || {})) {
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (value !== undefined && value !== null && value !== false) node.setAttribute(key, value === true ? "" : value);
  }
  for (const child of children.flat()) if (child !== null && child !== undefined) node.append(child);
  return node;
}

// Reads a CSV (RFC 4180) as an array of rows, each an object with the names of the first line as keys.
function parseCsv(text) {
  const rows = [];
  let row = [], field = "", quoted = false;
  for (let i = 0; i < text.length; ++i) {
    const c = text[i];
    if (quoted) {
      if (c !== '"') field += c;
      else if (text[i + 1] === '"') { field += '"'; ++i; }
      else quoted = false;
    } else if (c === '"') quoted = true;
    else if (c === ",") { row.push(field); field = ""; }
    else if (c === "\n") { row.push(field); rows.push(row); row = []; field = ""; }
    else if (c !== "\r") field += c;
  }
  if (field !== "" || row.length > 0) { row.push(field); rows.push(row); }
  const names = rows.shift() || [];
  return { names, rows: rows.map(fields => Object.fromEntries(names.map((name, i) => [name, fields[i]]))) };
}

const number = text => text === "" || text === undefined || text === null ? null : Number(text);

// Up to four significant digits; an exponent only for very large or small numbers.
function plain(value) {
  if (value === null || value === undefined || Number.isNaN(value)) return "none";
  if (value === 0) return "0";
  const size = Math.abs(value);
  if (size >= 1e15 || size < 1e-6) return value.toExponential(2);
  if (Number.isInteger(value) || size >= 10000) return Math.round(value).toLocaleString("en-US");
  return String(Number(value.toPrecision(4)));
}

function seconds(value) {
  if (value === null || Number.isNaN(value)) return "none";
  const size = Math.abs(value);
  if (size === 0) return "0 s";
  if (size < 1e-3) return plain(value * 1e6) + " µs";
  if (size < 1) return plain(value * 1e3) + " ms";
  if (size < 120) return plain(value) + " s";
  if (size < 7200) return plain(value / 60) + " min";
  return plain(value / 3600) + " h";
}

// A share near 100 % keeps enough digits to differ from 100 %.
function share(value) {
  if (value === null || value === undefined) return "none";
  const part = value * 100, rest = 100 - part;
  if (rest > 0 && rest < 0.05) return part.toFixed(Math.min(12, 1 - Math.floor(Math.log10(rest)))) + " %";
  return plain(part) + " %";
}
const usd = value => value === null ? "none" : "$" + (Math.abs(value) >= 0.01 ? value.toFixed(2) : plain(value));

function clock(value) {
  const whole = Math.round(value), h = Math.floor(whole / 3600), m = Math.floor(whole / 60) % 60, s = whole % 60;
  const two = n => String(n).padStart(2, "0");
  return s === 0 ? h + ":" + two(m) : h + ":" + two(m) + ":" + two(s);
}

const gibSeconds = value => value === null ? "none" : plain(value) + " GiB s";

const FORMATS = { s: seconds, share, USD: usd, "GiB s": gibSeconds };
// A metric without its labels: "latency.p99_s" for "latency.p99_s{function=checkout}".
const metricOf = name => METRICS[name.split("{")[0]] || {};
const formatOf = name => FORMATS[metricOf(name).unit] || plain;
const meaningOf = name => metricOf(name).meaning || "";

function groupBy(rows, name) {
  const groups = new Map();
  for (const row of rows) {
    if (!groups.has(row[name])) groups.set(row[name], []);
    groups.get(row[name]).push(row);
  }
  return groups;
}

function download(name, type, data) {
  const link = el("a", { href: URL.createObjectURL(new Blob([data], { type })), download: name });
  document.body.append(link);
  link.click();
  link.remove();
}

const csvField = text => /[",\n\r]/.test(text) ? '"' + text.replace(/"/g, '""') + '"' : text;

// ---- charts

// Six colours of Okabe and Ito, which people with any colour vision can distinguish, and two more; dashes distinguish lines
// without colour.
const COLOURS = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#9467bd", "#8c6d31"];
const DASHES = ["", "7 3", "2 3", "9 3 2 3", "12 4", "4 2", "1 2", "6 2 1 2"];
// The ninth curve has the colour of the first, and other dashes.
const dashOf = i => DASHES[(i + Math.floor(i / 8)) % 8];
const LIGHT = { back: "#ffffff", text: "#1b1f24", quiet: "#57606a", line: "#d0d7de" };
const DARK = { back: "#14171c", text: "#e6e9ee", quiet: "#a2abb6", line: "#3a424d" };
const isDark = () => document.documentElement.dataset.theme === "dark";
const WIDTH = 640, HEIGHT = 300, LEFT = 84, RIGHT = 14, TOP = 12, BOTTOM = 46;

function niceTicks(from, to, most) {
  if (!(to - from > Math.abs(from) * 1e-12)) return [from];
  const raw = (to - from) / most, size = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 2.5, 5, 10].map(k => k * size).find(k => k >= raw * 0.999) || size * 10;
  const ticks = [];
  for (let t = Math.ceil(from / step - 1e-9) * step; t <= to + step * 1e-9; t += step) ticks.push(Math.abs(t) < step * 1e-9 ? 0 : t);
  return ticks;
}

function clockTicks(from, to) {
  const steps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400, 172800, 604800];
  const step = steps.find(k => (to - from) / k <= 7) || 604800 * Math.ceil((to - from) / 604800 / 7);
  const ticks = [];
  for (let t = Math.ceil(from / step) * step; t <= to; t += step) ticks.push(t);
  return ticks;
}

function logTicks(from, to) {
  const ticks = [];
  for (let e = Math.floor(Math.log10(from)); 10 ** e <= to * 1.0001; ++e) {
    for (const k of to / from < 200 ? [1, 2, 5] : [1]) if (k * 10 ** e >= from * 0.9999 && k * 10 ** e <= to * 1.0001) ticks.push(k * 10 ** e);
  }
  return ticks.length > 1 ? ticks : [from, to];
}

class Chart {
  // spec: {title, caption, x: {label, scale: "linear" | "log" | "clock", format}, y: {label, format, from, to},
  //        series: [{name, kind: "line" | "step" | "bars" | "points" | "intervals", points: [[x, y, low, high, label]]}], marks: [{x, label}]}
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

  fileName(ending) { return this.spec.title.toLowerCase().replace(/[^a-z0-9._-]+/g, "-").slice(0, 60) + "." + ending; }

  legend() {
    if (this.spec.series.length < 2) return null;
    return el("div", { class: "legend" }, this.spec.series.map((series, i) => el("span", {},
      el("svg", { viewBox: "0 0 26 8", "aria-hidden": "true" }, el("path", { d: "M0 4H26", stroke: COLOURS[i % 8], "stroke-width": 2.5, "stroke-dasharray": dashOf(i) || null })), series.name)));
  }

  // The least and the greatest x of all points; it depends on the scale only, and takes long for many points.
  extent() {
    let from = Infinity, to = -Infinity;
    for (const series of this.spec.series) for (const [x, , low, high] of series.points) {
      for (const v of series.kind === "intervals" ? [low, high] : [x]) if (Number.isFinite(v) && (this.scale !== "log" || v > 0)) { from = Math.min(from, v); to = Math.max(to, v); }
    }
    if (this.spec.x.from !== undefined) from = Math.min(from, this.spec.x.from);
    if (!(to >= from)) return [0, 1];
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

  // The points to draw: those within the domain and, for lines, the neighbours on both sides of it.
  visible(series) {
    const [from, to] = this.domain();
    const points = this.scale === "log" && series.kind !== "intervals" ? series.points.filter(p => p[0] > 0) : series.points;
    if (series.kind === "intervals" || series.kind === "points") return points;
    let first = points.findIndex(p => p[0] >= from), last = points.length - 1;
    while (last > 0 && points[last][0] > to) --last;
    if (first < 0) first = points.length;
    return points.slice(Math.max(0, first - 1), last + 2);
  }

  build(theme, isExport) {
    const { spec, scale } = this, [from, to] = this.domain();
    const rows = spec.series.some(s => s.kind === "intervals") ? spec.series.flatMap(s => s.points.map(p => p[4])) : null;
    const height = rows ? TOP + BOTTOM + 26 * rows.length : HEIGHT, left = rows ? 190 : LEFT;
    const px = scale === "log" ? x => left + (Math.log(x) - Math.log(from)) / (Math.log(to) - Math.log(from)) * (WIDTH - left - RIGHT)
      : x => left + (x - from) / (to - from) * (WIDTH - left - RIGHT);
    let low = spec.y.from, high = spec.y.to;
    if (!rows) {
      const ys = spec.series.flatMap(s => this.visible(s).flatMap(p => p[1] === null ? [] : [p[1]]));
      if (low === undefined) low = ys.reduce((a, b) => Math.min(a, b), 0);
      if (high === undefined) high = ys.reduce((a, b) => Math.max(a, b), -Infinity);
      if (!Number.isFinite(low)) low = 0;
      if (!(high > low)) high = low + 1;
    }
    const yLog = spec.y.scale === "log";
    if (yLog && !rows) {
      low = spec.series.flatMap(s => this.visible(s)).reduce((least, p) => p[1] > 0 ? Math.min(least, p[1]) : least, high);
      if (!(high > low)) { low = high > 0 ? high / 2 : 0.5; high = low * 4; }
    }
    const bottom = height - BOTTOM, py = yLog ? y => bottom - (Math.log(Math.max(y, low)) - Math.log(low)) / (Math.log(high) - Math.log(low)) * (bottom - TOP)
      : y => bottom - (y - low) / (high - low) * (bottom - TOP);
    const svg = el("svg", { viewBox: `0 0 ${WIDTH} ${height}`, xmlns: "http://www.w3.org/2000/svg", width: isExport ? WIDTH : null, height: isExport ? height : null, role: "img", tabindex: isExport ? null : 0,
      "aria-label": spec.title + ". Arrow keys move along the points, plus and minus zoom, 0 shows the whole.", "font-family": "system-ui, sans-serif", "font-size": 12, fill: theme.text });
    if (isExport) svg.append(el("rect", { width: WIDTH, height, fill: theme.back }));
    const xs = scale === "log" ? logTicks(from, to) : scale === "clock" ? clockTicks(from, to) : niceTicks(from, to, 6);
    const labels = new Set();
    for (const x of xs) {
      const label = scale === "clock" ? clock(x) : spec.x.format(x);
      svg.append(el("line", { x1: px(x), x2: px(x), y1: TOP, y2: bottom, stroke: theme.line }));
      if (!labels.has(label)) svg.append(el("text", { x: px(x), y: bottom + 17, "text-anchor": px(x) > WIDTH - 34 ? "end" : "middle", fill: theme.quiet }, label));
      labels.add(label);
    }
    if (rows) {
      rows.forEach((label, i) => svg.append(el("text", { x: left - 10, y: TOP + 26 * i + 17, "text-anchor": "end" }, label.length > 28 ? label.slice(0, 27) + "…" : label)));
      if (from < 0 && to > 0) svg.append(el("line", { x1: px(0), x2: px(0), y1: TOP, y2: bottom, stroke: theme.text }));
    } else {
      for (const y of yLog ? logTicks(low, high) : niceTicks(low, high, 5)) {
        svg.append(el("line", { x1: left, x2: WIDTH - RIGHT, y1: py(y), y2: py(y), stroke: theme.line }),
          el("text", { x: left - 8, y: py(y) + 4, "text-anchor": "end", fill: theme.quiet }, spec.y.format(y)));
      }
    }
    svg.append(el("text", { x: (left + WIDTH - RIGHT) / 2, y: height - 8, "text-anchor": "middle" }, spec.x.label));
    if (spec.y.label) svg.append(el("text", { transform: `translate(14 ${(TOP + bottom) / 2}) rotate(-90)`, "text-anchor": "middle" }, spec.y.label));
    const clip = el("g"), inside = x => x >= from && x <= to;
    let row = 0;
    spec.series.forEach((series, i) => {
      const colour = COLOURS[i % 8], dash = dashOf(i);
      if (series.kind === "intervals") {
        for (const [x, , a, b] of series.points) {
          const y = TOP + 26 * row++ + 13;
          if (Number.isFinite(a) && Number.isFinite(b)) clip.append(el("line", { x1: px(Math.max(a, from)), x2: px(Math.min(b, to)), y1: y, y2: y, stroke: colour, "stroke-width": 2.5 }));
          if (Number.isFinite(x) && inside(x)) clip.append(el("circle", { cx: px(x), cy: y, r: 4.5, fill: colour }));
        }
        return;
      }
      const points = this.visible(series);
      if (series.kind === "points") {
        for (const [x, y] of points) if (inside(x)) clip.append(el("circle", { cx: px(x), cy: py(y), r: 6, fill: colour, stroke: theme.back }));
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
    for (const mark of spec.marks || []) if (inside(mark.x)) {
      clip.append(el("line", { x1: px(mark.x), x2: px(mark.x), y1: TOP, y2: bottom, stroke: theme.quiet, "stroke-dasharray": "3 3" }), el("text", { x: px(mark.x) + (px(mark.x) > WIDTH - 110 ? -4 : 4), y: bottom - 8 - 14 * ((mark.row || 0) % 4), "text-anchor": px(mark.x) > WIDTH - 110 ? "end" : "start", fill: theme.text, stroke: theme.back, "stroke-width": 3, "paint-order": "stroke" }, mark.label));
    }
    svg.append(clip);
    this.unproject = at => scale === "log" ? Math.exp(Math.log(from) + (at - left) / (WIDTH - left - RIGHT) * (Math.log(to) - Math.log(from))) : from + (at - left) / (WIDTH - left - RIGHT) * (to - from);
    this.px = px;
    this.bottom = bottom;
    return svg;
  }

  draw() {
    const had = this.svg && document.activeElement === this.svg;
    this.svg = this.build(isDark() ? DARK : LIGHT, false);
    this.line = el("line", { y1: TOP, y2: this.bottom, stroke: isDark() ? DARK.text : LIGHT.text, visibility: "hidden" });
    this.band = el("rect", { y: TOP, height: this.bottom - TOP, fill: COLOURS[0], "fill-opacity": 0.15, visibility: "hidden" });
    this.svg.append(this.line, this.band);
    const place = event => { const box = this.svg.getBoundingClientRect(); return (event.clientX - box.left) / box.width * WIDTH; };
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
    if (event.ctrlKey || event.altKey || event.metaKey) return;  // such keys are the browser's: Ctrl + zooms the page
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
        for (const [mean, , low, high, label] of series.points) texts.push(`${label}: ${spec.x.format(mean)} [${spec.x.format(low)}, ${spec.x.format(high)}]`);
        continue;
      }
      let best = null;
      for (const p of series.points) if (p[0] >= from && p[0] <= to && p[1] !== null && (best === null || Math.abs(p[0] - x) < Math.abs(best[0] - x))) best = p;
      if (best === null) continue;
      if (nearest === null) nearest = best[0];
      texts.push(`${best[4] || series.name}: ${spec.y.format(best[1])}`);
    }
    this.cursor = nearest === null ? x : nearest;
    const place = this.scale === "clock" ? clock(this.cursor) : spec.x.format(this.cursor);
    this.readout.textContent = nearest === null ? texts.join("; ") : `${place}: ${texts.join("; ")}`;
    if (nearest !== null) {
      this.line.setAttribute("x1", this.px(this.cursor));
      this.line.setAttribute("x2", this.px(this.cursor));
      this.line.setAttribute("visibility", "visible");
    }
  }

  csv() {
    const [from, to] = this.domain(), { spec } = this;
    const bars = spec.series.some(s => s.kind === "bars" || s.kind === "intervals");
    let text = bars ? "series,value,low,high,count\n" : "series,x,y\n";
    for (const series of spec.series) for (const [x, y, low, high, label] of series.points) {
      if (series.kind === "intervals") text += [csvField(label), x, low, high, ""].join(",") + "\n";
      else if (series.kind === "bars") { if (high >= from && x <= to) text += [csvField(series.name), "", x, high, y].join(",") + "\n"; }
      else if (x >= from && x <= to) text += [csvField(label || series.name), x, y === null ? "" : y].join(",") + "\n";
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
function addChart(parent, spec) {
  const chart = new Chart(spec);
  charts.push(chart);
  parent.append(chart.node);
  return chart;
}

// ---- tables

// columns: [{name, note, text, prose, format, order}]; rows: arrays of values. `format(value, row)` is the text of a value, `order(value)`
// the number or text by which it is sorted, or null; without them it is the value itself.
function addTable(parent, label, columns, rows, most) {
  let sorted = null, ascending = false, wanted = "", shown = most || 20;
  const body = el("tbody"), count = el("span", { class: "count", "aria-live": "polite" });
  const more = el("button", { type: "button", onclick: () => { shown = shown === Infinity ? most || 20 : Infinity; fill(); } });
  const heads = columns.map((column, i) => {
    const button = el("button", { type: "button", title: column.note, onclick: () => { ascending = sorted === i ? !ascending : Boolean(column.text); sorted = i; fill(); } }, column.name);
    return el("th", { scope: "col", class: column.text ? "text" : null }, button);
  });
  function fill() {
    let chosen = rows;
    if (wanted) chosen = chosen.filter(row => columns.some((column, i) => column.text && String(row[i]).toLowerCase().includes(wanted)));
    if (sorted !== null) {
      const sign = ascending ? 1 : -1, order = columns[sorted].order || (value => value);
      chosen = [...chosen].sort((a, b) => {
        const [x, y] = [order(a[sorted]), order(b[sorted])];
        if (x === null || y === null) return (x === null) - (y === null);
        return sign * (typeof x === "string" ? x.localeCompare(y) : x - y);
      });
    }
    heads.forEach((head, i) => head.setAttribute("aria-sort", sorted !== i ? "none" : ascending ? "ascending" : "descending"));
    body.replaceChildren(...chosen.slice(0, shown).map(row => el("tr", {}, row.map((value, i) => {
      const column = columns[i], written = column.format ? column.format(value, row) : value === null ? "" : String(value);
      return el("td", { class: column.prose ? "prose" : column.text ? "text" : null, title: column.text && written.length > 40 ? written : null }, written);
    }))));
    count.textContent = `${Math.min(shown, chosen.length).toLocaleString("en-US")} of ${chosen.length.toLocaleString("en-US")}`;
    more.textContent = shown === Infinity ? "Show fewer" : "Show all";
    more.hidden = chosen.length <= (most || 20);
  }
  const search = el("input", { type: "search", placeholder: "Search", "aria-label": "Search " + label, oninput: event => { wanted = event.target.value.toLowerCase(); fill(); } });
  fill();
  parent.append(el("div", { class: "above" }, search, count, more), el("div", { class: "wide" }, el("table", { "aria-label": label }, el("thead", {}, el("tr", {}, heads)), body)));
}

// ---- contents of results

function histogramOf(rows, distribution) {
  return rows.filter(row => row.distribution === distribution)
    .map(row => ({ from: number(row.from_s), to: number(row.to_s), count: number(row.count) }));
}

// The share of values up to each bucket's upper end.
function cdfOf(buckets) {
  const total = buckets.reduce((sum, b) => sum + b.count, 0);
  let below = 0;
  const points = buckets.length ? [[buckets[0].from, 0]] : [];
  for (const bucket of buckets) { below += bucket.count; points.push([bucket.to, below / total]); }
  return points;
}

function cdfOfValues(values) {
  const sorted = values.filter(v => v !== null).sort((a, b) => a - b);
  return sorted.map((v, i) => [v, (i + 1) / sorted.length]);
}

// Buckets of equal width on a log scale, about twelve per decade, so that their heights can be compared.
function coarser(buckets) {
  const bars = new Map();
  for (const { from, to, count } of buckets) {
    const middle = Math.max((from + to) / 2, 1e-9), place = Math.floor(Math.log10(middle) * 12);
    bars.set(place, (bars.get(place) || 0) + count);
  }
  return [...bars].sort((a, b) => a[0] - b[0]).map(([place, count]) => [10 ** (place / 12), count, null, 10 ** ((place + 1) / 12)]);
}

const latencyAxis = { label: "time (log scale)", scale: "log", mayLog: true, format: seconds };

function quantileMarks(metrics, prefix) {
  return [["p50", "p50_s"], ["p90", "p90_s"], ["p99", "p99_s"]].filter(([, end]) => metrics[`${prefix}.${end}`] > 0)
    .map(([label, end], row) => ({ x: metrics[`${prefix}.${end}`], label: `${label} ${seconds(metrics[`${prefix}.${end}`])}`, row }));
}

// The ways in which an invocation ends without being completed.
const FAILURES = ["throttled", "refused", "expired", "failed", "timed_out", "errored", "abandoned"];

function addCards(parent, metrics) {
  const arrived = metrics["invocations.arrived"] || 0;
  const card = (name, value, more, isBad) => el("div", { class: "card" + (isBad ? " bad" : "") }, el("div", { class: "name" }, name), el("div", { class: "value" }, value), el("div", { class: "more" }, more || ""));
  const lost = FAILURES.reduce((sum, name) => sum + metrics[`invocations.${name}`], 0);
  const cards = [card("not completed", plain(lost), arrived ? share(lost / arrived) + " of " + plain(arrived) : "nothing arrived", lost > 0)];
  for (const name of FAILURES) if (metrics[`invocations.${name}`] > 0) cards.push(card(name.replace("_", " "), plain(metrics[`invocations.${name}`]), share(metrics[`invocations.${name}`] / arrived), true));
  cards.push(card("completed", plain(metrics["invocations.completed"]), arrived ? share(metrics["invocations.completed"] / arrived) : ""),
    card("cold starts", plain(metrics["cold_start.count"]), share(metrics["cold_start.ratio"]) + " of starts"),
    card("latency, median", seconds(metrics["latency.p50_s"]), "p99 " + seconds(metrics["latency.p99_s"])),
    card("cold start, median", seconds(metrics["cold_start.p50_s"]), "p99 " + seconds(metrics["cold_start.p99_s"])),
    card("instances, mean", plain(metrics["instances.mean"]), "peak " + plain(metrics["instances.peak"])),
    card("VMs, mean", plain(metrics["vms.mean"]), "lower bound " + plain(metrics["packing.vm_lower_bound"])),
    card("packing density", share(metrics["packing.density"]), "of the instance memory of VMs"),
    card("idle memory", plain(metrics["memory.idle_gib_s"]) + " GiB s", "busy " + plain(metrics["memory.busy_gib_s"]) + " GiB s"),
    card("bill", usd(metrics["billing.cost_usd"]), ""));
  parent.append(el("div", { class: "cards" }, cards));
}

function section(parent, title, note) {
  const node = el("section", {}, el("h2", {}, title), note ? el("p", { class: "note" }, note) : null);
  parent.append(node);
  return node;
}

function addTimes(parent, csv) {
  const rows = csv.rows.map(row => Object.fromEntries(Object.entries(row).map(([key, value]) => [key, number(value)])));
  if (!rows.length) return;
  const grid = el("div", { class: "charts" });
  parent.append(grid);
  const rate = name => rows.map(row => [row.start_s, row[name] / (row.end_s - row.start_s)]);
  const level = name => rows.map(row => [row.start_s, row[name]]);
  const bin = seconds(rows[0].end_s - rows[0].start_s), x = { label: "time since the start (h:mm)", scale: "clock", format: clock };
  const some = name => csv.names.includes(name) && rows.some(row => row[name]);
  const lost = [["turned_away", "turned away"], ["failed", "failed"], ["timed_out", "timed out"], ["errored", "errored"], ["abandoned", "abandoned"]].filter(([name]) => some(name));
  addChart(grid, { title: "Arrivals", caption: `Invocations a second, in bins of ${bin}.`, x, y: { label: "a second", format: plain }, series: [{ name: "arrived", kind: "step", points: rate("arrived") }, ...lost.map(([name, label]) => ({ name: label, kind: "step", points: rate(name) }))] });
  addChart(grid, { title: "Cold starts over time", caption: `Attempts that started cold, in bins of ${bin}.`, x, y: { label: "in a bin", format: plain }, series: [{ name: "cold", kind: "step", points: level("cold") }] });
  addChart(grid, { title: "Latency over time", caption: "Percentiles over the answers in each bin.", x, y: { label: "latency (log scale)", format: seconds, scale: "log" }, series: [["latency_p50_s", "p50"], ["latency_p90_s", "p90"], ["latency_p99_s", "p99"]].map(([name, label]) => ({ name: label, kind: "line", points: level(name) })) });
  addChart(grid, { title: "Instances", caption: "At the end of each bin; busy instances execute a request.", x, y: { label: "instances", format: plain }, series: [{ name: "alive", kind: "step", points: level("instances") }, { name: "busy", kind: "step", points: level("busy") }] });
  addChart(grid, { title: "VMs and hosts", caption: "At the end of each bin.", x, y: { label: "number", format: plain }, series: [{ name: "VMs", kind: "step", points: level("vms") }, { name: "hosts", kind: "step", points: level("hosts") }] });
  addChart(grid, { title: "Memory of instances", caption: "GiB, as a mean over each bin.", x, y: { label: "GiB", format: plain }, series: [{ name: "busy", kind: "step", points: rate("busy_gib_s") }, { name: "idle", kind: "step", points: rate("idle_gib_s") }] });
  if (some("cost_usd")) addChart(grid, { title: "Bill over time", caption: `Charges in bins of ${bin}.`, x, y: { label: "US dollars", format: usd }, series: [{ name: "charged", kind: "step", points: level("cost_usd") }] });
}

const TABLE_COLUMNS = [["memory_mib", "memory, MiB"], ["functions", "functions"], ["arrived", "arrived"], ["completed", "completed"], ...FAILURES.map(name => [name, name.replace("_", " ")]),
  ["cold", "cold"], ["cold_ratio", "cold share"], ["latency_p50_s", "latency p50"], ["latency_p99_s", "latency p99"], ["latency_mean_s", "latency mean"], ["slowdown_mean", "slowdown"], ["instances_created", "instances"], ["busy_gib_s", "busy, GiB s"], ["idle_gib_s", "idle, GiB s"], ["total_usd", "bill"]];

function addBreakdown(parent, label, csv, texts) {
  const present = TABLE_COLUMNS.filter(([name]) => csv.names.includes(name) && (!FAILURES.includes(name) || csv.rows.some(row => Number(row[name]) > 0)));
  const columns = [...texts.filter(name => csv.names.includes(name)).map(name => ({ key: name, name, text: true })),
    ...present.map(([key, name]) => ({ key, name, format: key.endsWith("_usd") ? usd : key.endsWith("gib_s") ? plain : key.endsWith("_s") ? seconds : key.endsWith("ratio") ? share : plain }))];
  addTable(parent, label, columns, csv.rows.map(row => columns.map(column => column.text ? row[column.key] : number(row[column.key]))), 15);
}

function addMetrics(parent, metrics) {
  addTable(parent, "metrics", [{ name: "metric", text: true }, { name: "value", format: (value, row) => formatOf(row[0])(value) }, { name: "meaning", prose: true, text: true }],
    Object.entries(metrics).map(([name, value]) => [name, value, meaningOf(name)]), 12);
}

// `summary`: the document with the warnings and, for one run, the prices.
function addNotes(parent, summary) {
  const warnings = summary.warnings.map(warning => (warning.setting ? warning.setting + ": " : "") + warning.text);
  const omitted = summary.prices ? summary.prices.leaves_out.map(what => "Not in the bill: " + what) : [];
  if (warnings.length + omitted.length) section(parent, "Warnings and omitted charges").append(el("ul", { class: "plain" }, [...warnings, ...omitted].map(note => el("li", {}, note))));
}

// ---- one run

function drawRun(parent, folder) {
  const summary = JSON.parse(folder.files["summary.json"]), { metrics } = summary;
  if (summary.partial) parent.append(el("p", { class: "note" }, "The run was interrupted: these are the figures so far."));
  addCards(section(parent, "At a glance"), metrics);
  const part = section(parent, "How long it took"), grid = el("div", { class: "charts" }), histograms = parseCsv(folder.files["histograms.csv"] || "").rows;
  part.append(grid);
  const latency = histogramOf(histograms, "latency"), cold = histogramOf(histograms, "cold_start");
  if (latency.length) {
    addChart(grid, { title: "Latency, cumulative", caption: "The share of completed invocations with at most this latency.", x: latencyAxis, y: { label: "share of invocations", format: share, from: 0, to: 1 }, series: [{ name: "latency", kind: "step", points: cdfOf(latency) }], marks: quantileMarks(metrics, "latency") });
    addChart(grid, { title: "Latency, histogram", caption: "Completed invocations by latency, twelve classes for each factor of ten.", x: latencyAxis, y: { label: "invocations", format: plain, from: 0 }, series: [{ name: "latency", kind: "bars", points: coarser(latency) }], marks: quantileMarks(metrics, "latency") });
  }
  if (cold.length) addChart(grid, { title: "Cold starts, cumulative", caption: "The share of cold attempts that waited at most this time for their start-up.", x: latencyAxis, y: { label: "share of cold attempts", format: share, from: 0, to: 1 }, series: [{ name: "cold start", kind: "step", points: cdfOf(cold) }], marks: quantileMarks(metrics, "cold_start") });
  if (folder.files["timeseries.csv"]) addTimes(section(parent, "Over time"), parseCsv(folder.files["timeseries.csv"]));
  if (folder.files["tenants.csv"]) addBreakdown(section(parent, "Tenants"), "tenants", parseCsv(folder.files["tenants.csv"]), ["tenant"]);
  if (folder.files["functions.csv"]) addBreakdown(section(parent, "Functions"), "functions", parseCsv(folder.files["functions.csv"]), ["tenant", "function"]);
  addMetrics(section(parent, "All metrics"), metrics);
  addNotes(parent, summary);
  section(parent, "The scenario, resolved").append(el("pre", { tabindex: 0 }, folder.files["scenario.yaml"]));
}

// ---- several runs

const interval = value => value && value.mean !== null ? [value.mean - value.half_width, value.mean + value.half_width] : [NaN, NaN];

function drawComparison(parent, folder) {
  const comparison = JSON.parse(folder.files["comparison.json"]), variants = comparison.variants, names = Object.keys(comparison.metrics);
  const meanOf = estimate => estimate.mean;
  const written = (name, { mean, half_width }) => formatOf(name)(mean) + (half_width > 0 ? " ± " + formatOf(name)(half_width) : "");
  const glance = section(parent, "Variants", `Means of ${comparison.replications} replications with ${comparison.confidence * 100} % intervals. ${comparison.varies ? "What varies between replications: " + comparison.varies + "." : ""}`);
  const main = ["invocations.completed", "invocations.throttled", "invocations.refused", "cold_start.ratio", "latency.p50_s", "latency.p99_s", "slowdown.p99", "memory.idle_gib_s", "vms.mean", "packing.density", "billing.cost_usd"].filter(name => comparison.metrics[name]);
  addTable(glance, "variants", [{ name: "variant", text: true }, ...main.map(name => ({ name, note: meaningOf(name), order: meanOf, format: value => written(name, value) }))], variants.map((variant, i) => [variant, ...main.map(name => comparison.metrics[name].by_variant[i])]), 30);
  comparison.failures.forEach((failure, i) => { if (failure) glance.append(el("p", { class: "note" }, `${variants[i]} failed: ${failure}`)); });

  if (variants.length > 1) {
    const first = variants.indexOf(comparison.first_that_ran);
    const part = section(parent, "Differences", `Paired differences from ${variants[first]}: both variants of a pair have the same arrivals. An interval on one side of 0 means a significant difference.`);
    const holder = el("div"), differ = names.filter(name => (comparison.metrics[name].difference_to_first || []).some(d => d && d.mean));
    const choose = el("select", { "aria-label": "Metric of the differences", onchange: () => show(choose.value) }, differ.map(name => el("option", { value: name }, name)));
    const show = name => {
      holder.replaceChildren();
      addChart(holder, { title: "Difference in " + name, caption: meaningOf(name), x: { label: name + ", variant less " + variants[first], format: formatOf(name), from: 0 }, y: {},
        series: [{ name, kind: "intervals", points: variants.flatMap((variant, i) => { const d = comparison.metrics[name].difference_to_first[i]; return i === first || !d || d.mean === null ? [] : [[d.mean, null, ...interval(d), variant]]; }) }] });
    };
    if (differ.length) { part.append(el("div", { class: "above" }, choose), el("div", { class: "charts" }, holder)); choose.value = differ.includes("cold_start.ratio") ? "cold_start.ratio" : differ[0]; show(choose.value); }
    else part.append(el("p", {}, "No metric differs."));
  }

  const functions = parseCsv(folder.files["functions.csv"] || ""), functionsOf = groupBy(functions.rows, "variant"), grid = el("div", { class: "charts" });
  const of = (variant, column) => (functionsOf.get(variant) || []).map(row => number(row[column]));
  section(parent, "Distributions", "One curve for each variant, over all of its replications.").append(grid);
  if (functions.rows.length && variants.length > 1) {
    const points = variants.flatMap((variant, i) => {
      const ratios = of(variant, "cold_ratio").filter(v => v !== null).sort((a, b) => a - b), idle = comparison.metrics["memory.idle_gib_s"].by_variant[i].mean;
      return ratios.length && idle !== null ? [{ name: variant, kind: "points", points: [[idle, ratios[Math.ceil(0.75 * ratios.length) - 1], null, null, variant]] }] : [];
    });
    addChart(grid, { title: "Cold starts against idle memory", caption: "For each variant: the cold-start share of the function at the 75th percentile, and the memory of idle instances. Lower left is better.", x: { label: "idle memory, GiB s", format: plain, from: 0 }, y: { label: "cold share, 75th percentile", format: share, from: 0 }, series: points });
  }
  const histograms = groupBy(parseCsv(folder.files["histograms.csv"] || "").rows, "variant");
  for (const [distribution, title] of [["latency", "Latency, cumulative"], ["cold_start", "Cold starts, cumulative"]]) {
    const series = variants.map(variant => ({ name: variant, kind: "step", points: cdfOf(histogramOf(histograms.get(variant) || [], distribution)) })).filter(s => s.points.length);
    if (series.length) addChart(grid, { title, caption: distribution === "latency" ? "The share of completed invocations with at most this latency." : "The share of cold attempts that waited at most this time for their start-up.", x: latencyAxis, y: { label: "share", format: share, from: 0, to: 1 }, series });
  }
  for (const [column, title, format, mayLog] of [["cold_ratio", "Functions by cold share", share, false], ["latency_p99_s", "Functions by latency p99", seconds, true]]) {
    if (!functions.names.includes(column)) continue;
    const series = variants.map(variant => ({ name: variant, kind: "step", points: cdfOfValues(of(variant, column)) })).filter(s => s.points.length);
    if (series.length) addChart(grid, { title, caption: "The share of functions with at most this value.", x: { label: title.replace("Functions by ", ""), format, mayLog, scale: mayLog ? "log" : "linear" }, y: { label: "share of functions", format: share, from: 0, to: 1 }, series });
  }

  addTable(section(parent, "All metrics"), "metrics", [{ name: "metric", text: true }, ...variants.map(name => ({ name, order: meanOf, format: (value, row) => written(row[0], value) })), { name: "meaning", prose: true, text: true }], names.map(name => [name, ...comparison.metrics[name].by_variant, meaningOf(name)]), 12);
  if (folder.files["tenants.csv"]) addBreakdown(section(parent, "Tenants"), "tenants", parseCsv(folder.files["tenants.csv"]), ["variant", "tenant"]);
  if (functions.rows.length) addBreakdown(section(parent, "Functions"), "functions", functions, ["variant", "tenant", "function"]);
  addNotes(parent, comparison);
  section(parent, "The scenarios, resolved").append(...variants.map((variant, i) => el("details", {}, el("summary", {}, variant), el("pre", { tabindex: 0 }, folder.files[`variant-${i + 1}.yaml`]))));
}

// ---- the page

function draw(index) {
  const folder = RESULTS[index], report = document.getElementById("report");
  charts.length = 0;
  report.replaceChildren();
  document.getElementById("title").textContent = folder.title;
  document.getElementById("subtitle").textContent = folder.subtitle;
  document.title = folder.title + " - Curtain report";
  document.querySelectorAll("#choice button").forEach((button, i) => button.setAttribute("aria-pressed", String(i === index)));
  if (folder.files["comparison.json"]) drawComparison(report, folder);
  else drawRun(report, folder);
}

function setTheme(dark) {
  document.documentElement.dataset.theme = dark ? "dark" : "light";
  document.getElementById("theme").textContent = dark ? "Light" : "Dark";
  for (const chart of charts) chart.draw();
}

document.getElementById("theme").addEventListener("click", () => setTheme(!isDark()));
document.getElementById("choice").hidden = RESULTS.length === 1;
document.getElementById("choice").append(...RESULTS.map((folder, i) => el("button", { type: "button", onclick: () => draw(i) }, folder.place)));
setTheme(window.matchMedia("(prefers-color-scheme: dark)").matches);
draw(0);
