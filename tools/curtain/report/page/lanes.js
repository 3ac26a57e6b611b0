// The picture of instances as lanes over time. One strip shows the memory that the tenant pays for, and one the idle memory of the provider.

const LANE = 15, STRIP = 46, MOST_LANES = 400;

// The data between two instants: for each instance its stretches [from, to, kind], and for each pixel the memory paid for and the idle memory.
function stretchesOf(recording, from, to, pixels, wanted) {
  const state = recording.stateAt(Math.max(from, recording.from) - 1e-9 < recording.from ? recording.from : from), lanes = [], byRow = [];
  const paid = new Float64Array(pixels), idle = new Float64Array(pixels), each = (to - from) / pixels;
  const spread = (into, a, b, amount) => {
    a = Math.max(a, from); b = Math.min(b, to);
    for (let i = Math.max(0, Math.floor((a - from) / each)); i < pixels && from + i * each < b; ++i) into[i] += amount * Math.max(0, Math.min(b, from + (i + 1) * each) - Math.max(a, from + i * each)) / each;
  };
  const laneOf = row => {
    if (byRow[row]) return byRow[row];
    const lane = { row, fn: state.fnOf[row], serial: state.serial[row], memory: state.memory[row], createdAt: state.createdAt[row], initAt: state.initAt[row], readyAt: state.readyAt[row], vm: state.vms[state.vmOf[row]].number, endAt: Infinity, reason: -1, parts: [], life: state.life[row], since: state.since[row], until: state.until[row] };
    if (wanted(lane.fn)) lanes.push(lane);
    return byRow[row] = lane;
  };
  const close = (lane, at) => {
    if (lane.life === LIFE.starting) lane.parts.push([lane.createdAt, at, "starting"]);
    else if (lane.life === LIFE.busy || lane.life === LIFE.draining) lane.parts.push([lane.since, at, "busy"]);
    else if (lane.life === LIFE.idle) { lane.parts.push([lane.since, at, "idle", lane.until]); spread(idle, lane.since, at, lane.memory); }
  };
  const changed = (row, life) => {
    const lane = laneOf(row);
    if (life !== lane.life || life === LIFE.idle) { close(lane, state.at); lane.life = life; lane.since = state.at; }
    lane.until = state.until[row];
  };
  for (let row = 0; row < state.life.length; ++row) if (state.life[row]) laneOf(row);
  let records = 0, until = to;
  while (state.nextAt() < to) {
    if (++records > 600000) { until = state.at; break; }
    const kind = state.apply(), { row } = state.last;
    if (state.last.ended) spread(paid, state.at - state.last.ran, state.at - state.last.ran + state.last.charged, state.memory[row]);
    if (kind === KIND.created) { byRow[row] = null; laneOf(row); }
    else if (kind === KIND.reclaimed) { const lane = laneOf(row); close(lane, state.at); lane.life = LIFE.none; lane.endAt = state.at; lane.reason = state.last.code; byRow[row] = null; }
    else if (kind === KIND.ready || kind === KIND.started || kind === KIND.idle || kind === KIND.draining) changed(row, state.life[row]);
  }
  byRow.forEach(lane => {
    if (!lane || !lane.life) return;
    close(lane, until);
    for (const run of state.runs[lane.row] || []) spread(paid, run.at, until, lane.memory);
  });
  const isRecorded = lane => recording.meta.functions[lane.fn].calls ? 0 : 1;
  lanes.sort((a, b) => isRecorded(a) - isRecorded(b) || a.createdAt - b.createdAt || a.fn - b.fn || a.serial - b.serial);
  return { lanes, paid, idle, until, isCut: until < to };
}

class LanesView {
  constructor(recording, width, height) {
    this.recording = recording;
    this.width = width;
    this.label = width < 520 ? 104 : 168;
    this.most = Math.max(4, Math.floor((height - 2 * STRIP - 40) / LANE));
    this.first = 0;
    this.fn = -1;
    this.span = 60e6;
    this.from = -Infinity;
    this.node = el("div", { class: "lanes" });
    this.cursor = el("div", { class: "cursor" });
  }

  // The stretch of time that is shown. It contains `now`, and does not change while the clock moves within it.
  show(now) {
    const { recording } = this, whole = recording.until - recording.from, span = Math.min(this.span, whole);
    if (now < this.from || now > this.from + this.spanShown || this.spanShown !== span) {
      this.spanShown = span;
      this.from = Math.max(recording.from, Math.min(now - span * 0.1, recording.until - span));
      this.draw();
    }
    const plot = this.width - this.label;
    this.cursor.style.left = this.label + (now - this.from) / span * plot + "px";
  }

  draw() {
    const { from, spanShown: span, width } = this, plot = width - this.label;
    this.data = stretchesOf(this.recording, from, from + span, plot, fn => this.fn < 0 || fn === this.fn);
    const lanes = this.data.lanes.slice(0, MOST_LANES), shown = lanes.slice(this.first, this.first + this.most);
    this.shown = shown;
    const height = Math.max(shown.length, 3) * LANE + 2 * STRIP + 44, made = canvasFor(width, height, "Each instance is a lane. The strips below show the memory that the tenant pays for and the idle memory of the provider.");
    this.canvas = made.canvas;
    const ink = made.ink, dark = isDark(), theme = dark ? { back: "#14171c", life: "#2b323b", text: "#e6e9ee", quiet: "#a2abb6", line: "#3a424d" } : { back: "#ffffff", life: "#e3e7ec", text: "#1b1f24", quiet: "#57606a", line: "#d0d7de" };
    const px = at => this.label + (at - from) / span * plot;
    ink.fillStyle = theme.back;
    ink.fillRect(0, 0, width, height);
    ink.font = "11px system-ui, sans-serif";
    const axis = 16 + Math.max(shown.length, 3) * LANE + 4, foot = axis + 2 * STRIP + 18;
    for (const tick of clockTicksFine(from / 1e6, (from + span) / 1e6, plot / 82)) {
      const x = Math.round(px(tick * 1e6)) + 0.5;
      ink.strokeStyle = theme.line;
      ink.beginPath(); ink.moveTo(x, 14); ink.lineTo(x, foot); ink.stroke();
      ink.fillStyle = theme.quiet;
      const text = preciseClock(tick * 1e6, span);
      if (x + 3 + ink.measureText(text).width <= width) ink.fillText(text, x + 3, 10);
    }
    const hatch = this.hatch(ink, dark);
    shown.forEach((lane, i) => {
      const y = 16 + i * LANE, tall = LANE - 4;
      ink.fillStyle = theme.text;
      const name = this.label < 168 ? this.recording.meta.functions[lane.fn].name : this.recording.functionName(lane.fn), number = " #" + lane.serial;
      ink.fillText(shortened(ink, name, this.label - 8 - ink.measureText(number).width) + number, 0, y + 9);
      const a = Math.max(px(lane.createdAt), this.label), b = Math.min(px(Math.min(lane.endAt, this.data.until)), width);
      ink.fillStyle = theme.life;
      ink.fillRect(a, y, Math.max(b - a, 1), tall);
      for (const [begin, end, kind, until] of lane.parts) {
        const left = Math.max(px(begin), this.label), right = Math.min(px(end), width);
        if (right < this.label || left > width) continue;
        const wide = Math.max(right - left, 0.75);
        if (kind === "starting") {
          ink.fillStyle = hatch;
          ink.fillRect(left, y, wide, tall);
        } else if (kind === "busy") {
          ink.fillStyle = dark ? "#4aa3df" : LIFE_COLOURS.busy;
          ink.fillRect(left, y, wide, tall);
        } else {
          const fade = ink.createLinearGradient(px(begin), 0, px(until < Infinity ? until : end), 0);
          fade.addColorStop(0, "rgba(86,180,233,0.75)");
          fade.addColorStop(1, until < Infinity ? "rgba(86,180,233,0.05)" : "rgba(86,180,233,0.75)");
          ink.fillStyle = fade;
          ink.fillRect(left, y + 3, wide, tall - 6);
        }
      }
      if (lane.endAt < from + span) { ink.fillStyle = theme.quiet; ink.fillRect(b - 1, y - 1, 2, tall + 2); }
    });
    this.strip(ink, theme, axis, this.label < 168 ? "paid for" : "the tenant pays for", this.data.paid, dark ? "#4aa3df" : LIFE_COLOURS.busy);
    this.strip(ink, theme, axis + STRIP + 8, this.label < 168 ? "held idle" : "the provider holds idle", this.data.idle, "#56b4e9");
    this.axis = axis;
    const rest = this.data.lanes.length - shown.length;
    const note = el("div", { class: "note" }, `${plain(shown.length)} of ${plain(this.data.lanes.length)} instances` + (this.fn < 0 ? "" : " of the function") + (rest > 0 ? ` from ${preciseClock(from, span)} on, in the order of their creation` + (this.recording.meta.functions.every(f => f.calls) ? "" : ", those without recorded calls last") : "") + (this.data.isCut ? `; the lanes end at ${preciseClock(this.data.until, span)}: choose a shorter stretch` : ""));
    this.node.replaceChildren(el("div", { class: "stage" }, this.canvas, this.cursor), note);
  }

  strip(ink, theme, y, name, values, colour) {
    const most = values.reduce((a, b) => Math.max(a, b), 0), tall = STRIP - 4;
    ink.fillStyle = theme.text;
    ink.fillText(shortened(ink, name, this.label - 8), 0, y + 14);
    ink.fillStyle = theme.quiet;
    ink.fillText(shortened(ink, (this.label < 168 ? "≤ " : "at most ") + plain(most / 1024) + " GiB", this.label - 8), 0, y + 28);
    ink.fillStyle = colour;
    for (let i = 0; i < values.length; ++i) { const high = most > 0 ? values[i] / most * tall : 0; ink.fillRect(this.label + i, y + tall - high, 1, high); }
    ink.fillStyle = theme.line;
    ink.fillRect(this.label, y + tall, values.length, 1);
  }

  hatch(ink, dark) {
    const tile = document.createElement("canvas");
    tile.width = tile.height = 6;
    const pen = tile.getContext("2d");
    pen.fillStyle = dark ? "#3a2c10" : "#fff3d6";
    pen.fillRect(0, 0, 6, 6);
    pen.strokeStyle = dark ? "#e69f00" : "#b35900";
    pen.lineWidth = 1.6;
    for (const shift of [-6, 0, 6]) { pen.beginPath(); pen.moveTo(shift - 1, 7); pen.lineTo(shift + 7, -1); pen.stroke(); }
    return ink.createPattern(tile, "repeat");
  }

  // The lane and the instant at a position of the picture, as {lane, at}, or null.
  find(x, y) {
    const lane = this.shown[Math.floor((y - 16) / LANE)];
    return lane && y >= 16 && x >= this.label ? { lane, at: this.from + (x - this.label) / (this.width - this.label) * this.spanShown } : null;
  }

  move(by) {
    const most = Math.max(0, Math.min(this.data.lanes.length, MOST_LANES) - this.most);
    const first = Math.max(0, Math.min(most, this.first + by));
    if (first !== this.first) { this.first = first; this.draw(); }
  }
}

function shortened(ink, text, width) {
  if (ink.measureText(text).width <= width) return text;
  let low = 0, high = Math.min(text.length, 60);
  while (low < high) { const middle = (low + high + 1) >> 1; if (ink.measureText(text.slice(0, middle) + "…").width <= width) low = middle; else high = middle - 1; }
  return text.slice(0, low) + "…";
}

function clockTicksFine(from, to, most) {
  const steps = [1e-6, 1e-5, 1e-4, 1e-3, 5e-3, 0.01, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400];
  const step = steps.find(k => (to - from) / k <= most) || 86400 * Math.ceil((to - from) / 86400 / most), ticks = [];
  const { inDay } = recordedClock;
  for (let t = Math.ceil((from + inDay) / step - 1e-9); t * step - inDay < to; ++t) ticks.push(t * step - inDay);
  return ticks;
}

// The clock of the run that is shown: the seconds from midnight to its start, and its first day in seconds since 1970, if it has an epoch.
const recordedClock = { inDay: 0, day: null, hasDates: false };
function useClockOf(folder, recording) {
  const has = typeof folder.epoch === "number";
  recordedClock.inDay = has ? 60 * (folder.epoch % 1440) : 0;
  recordedClock.day = has ? 60 * folder.epoch - recordedClock.inDay : null;
  recordedClock.hasDates = has && recordedClock.inDay + recording.meta.end / 1e6 > 86400;
}
const clockNote = () => recordedClock.day === null ? "" : " Times are in UTC" + (recordedClock.hasDates ? "." : `, on ${new Date(1000 * recordedClock.day).toISOString().slice(0, 10)}.`);

// An instant in ticks as hours, minutes, seconds since the start or, with an epoch, of the day, with as many digits as a stretch of that length needs.
function preciseClock(ticks, span) {
  const { day, inDay, hasDates } = recordedClock;
  if (day !== null) {
    const at = ticks + inDay * 1e6, days = Math.floor(at / 86400e6), time = clockDigits(at - days * 86400e6, span);
    return (hasDates ? new Date(1000 * (day + days * 86400)).toISOString().slice(5, 10) + " " : "") + (time.length < 2 || time[1] === ":" ? "0" : "") + time;
  }
  return clockDigits(ticks, span);
}

function clockDigits(ticks, span) {
  const digits = span === undefined ? 6 : span > 20e6 ? 0 : span > 2e6 ? 1 : span > 2e5 ? 2 : span > 2e4 ? 3 : 6;
  const unit = 10 ** digits, all = Math.round(ticks / 1e6 * unit), whole = Math.floor(all / unit), two = n => String(n).padStart(2, "0");
  const rest = digits ? "." + String(all - whole * unit).padStart(digits, "0") : "";
  return Math.floor(whole / 3600) + ":" + two(Math.floor(whole / 60) % 60) + ":" + two(whole % 60) + (span === undefined ? rest.replace(/\.?0+$/, "") : rest);
}
