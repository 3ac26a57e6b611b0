// The animation of recorded runs: a clock, the tiles or lanes of one run or of two runs side by side, and a description as text.

const SPEEDS = [0.01, 0.1, 1, 10, 60, 300, 900, 3600];
const SPANS = [[1e6, "1 s"], [10e6, "10 s"], [60e6, "1 min"], [600e6, "10 min"], [3600e6, "1 h"], [Infinity, "whole"]];
let PICTURE = null;
const unpackedRecordings = [];
const manyOf = (count, what) => plain(count) + " " + what + (count === 1 ? "" : "s");

function recordingOf(index) {
  const folder = RESULTS[index];
  if (!unpackedRecordings[index]) unpackedRecordings[index] = unpacked(folder.records).then(bytes => new Recording(JSON.parse(folder.files["recording.json"]), bytes));
  return unpackedRecordings[index];
}

// The settings in the address of the page: #t=3600&view=lanes&colour=tenant&beside=1
const addressed = () => new URLSearchParams(location.hash.slice(1));

function addPicture(parent, index) {
  if (PICTURE) PICTURE.end();
  PICTURE = null;
  if (!RESULTS[index].records) return;
  const part = section(parent, "The run as an animation"), holder = el("div", { class: "picture" }, el("p", { class: "note" }, "The recording is being unpacked."));
  part.append(holder);
  const textOf = i => JSON.parse(RESULTS[i].files["recording.json"]), others = RESULTS.map((_, i) => i).filter(i => i !== index && RESULTS[i].records && textOf(i).records > 0);
  if (textOf(index).records === 0) { holder.replaceChildren(el("p", { class: "note" }, ["Nothing is recorded.", ...textOf(index).left_out.map(text => `The recording leaves out ${text}.`)].join(" "))); return; }
  const asked = addressed().get("beside"), beside = asked !== null ? others.find(i => i === Number(asked)) : others.length === 1 ? others[0] : undefined;
  if (typeof DecompressionStream === "undefined") { holder.firstChild.textContent = "This browser cannot unpack the recording. Use a browser released in 2023 or later."; return; }
  const load = chosen => Promise.all([index, ...(chosen === undefined ? [] : [chosen])].map(recordingOf)).then(recordings => {
    if (!holder.isConnected) return;
    const before = PICTURE;
    if (before) before.end();
    PICTURE = new Picture(holder, index, chosen, recordings, others, load, before);
  }).catch(error => holder.replaceChildren(el("p", { class: "note" }, "The recording cannot be shown: " + error.message)));
  PICTURE = null;
  load(beside);
}

class Picture {
  constructor(holder, index, beside, recordings, others, load, before) {
    this.holder = holder;
    this.indices = beside === undefined ? [index] : [index, beside];
    this.recordings = recordings;
    useClockOf(RESULTS[index], recordings[0]);
    this.from = Math.min(...recordings.map(r => r.from));
    this.until = Math.max(...recordings.map(r => r.until));
    const asked = addressed(), t = Number(asked.get("t"));
    this.now = before ? before.now : asked.has("t") && Number.isFinite(t) ? t * 1e6 : this.from;
    this.now = Math.max(this.from, Math.min(this.until, this.now));
    this.view = before ? before.view : asked.get("view") === "lanes" ? "lanes" : "tiles";
    this.colourBy = before ? before.colourBy : ["tenant", "function"].includes(asked.get("colour")) ? asked.get("colour") : "state";
    this.speed = before ? before.speed : SPEEDS.reduce((best, s) => Math.abs(Math.log(s * 150e6 / (this.until - this.from))) < Math.abs(Math.log(best * 150e6 / (this.until - this.from))) ? s : best, 1);
    this.span = before ? before.span : 60e6;
    this.calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.playing = false;
    this.chosen = null;
    this.frames = null;
    this.states = recordings.map(r => r.stateAt(this.now));
    this.build(others, load);
    this.difference = null;
    if (recordings.length === 2) setTimeout(() => this.findDifference(), 0);
    this.watchTheme = new MutationObserver(() => this.redraw());
    this.watchTheme.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
    this.onResize = () => { clearTimeout(this.resizing); this.resizing = setTimeout(() => { if (holder.isConnected && holder.clientWidth - 22 !== this.wide) this.layOut(); }, 150); };
    window.addEventListener("resize", this.onResize);
    this.onHash = () => { const at = addressed().get("t"); if (at !== null && Number.isFinite(Number(at))) { this.pause(); this.seek(Number(at) * 1e6); } };
    window.addEventListener("hashchange", this.onHash);
  }

  end() {
    this.playing = false;
    this.watchTheme.disconnect();
    window.removeEventListener("resize", this.onResize);
    window.removeEventListener("hashchange", this.onHash);
  }

  button(text, note, action) { return el("button", { type: "button", title: note, onclick: action }, text); }

  build(others, load) {
    const folder = RESULTS[this.indices[0]];
    this.playButton = this.button("Play", "space", () => this.toggle());
    this.bar = el("canvas", { class: "course", role: "img", "aria-label": "Instances over the recording, with cold starts and invocations that are not completed marked" });
    this.range = el("input", { type: "range", min: 0, max: 10000, step: 1, "aria-label": "Instant of the picture", oninput: () => { this.pause(); this.seek(this.from + this.range.value / 10000 * (this.until - this.from)); } });
    this.clockText = el("span", { class: "clock" });
    this.speedChoice = el("select", { "aria-label": "Speed", onchange: () => { this.speed = Number(this.speedChoice.value); } }, SPEEDS.map(s => el("option", { value: s }, s === 1 ? "real time" : s < 1 ? `1/${Math.round(1 / s)} of real time` : `${s.toLocaleString("en-US")} times`)));
    this.speedChoice.value = this.speed;
    this.viewButtons = ["tiles", "lanes"].map(view => el("button", { type: "button", onclick: () => { this.view = view; this.layOut(); } }, view === "tiles" ? "Tiles" : "Lanes"));
    this.colourChoice = el("select", { "aria-label": "Colours", onchange: () => { this.colourBy = this.colourChoice.value; this.layOut(); } }, [["state", "colours by state"], ["tenant", "colours by tenant"], ["function", "colours by function"]].map(([value, text]) => el("option", { value }, text)));
    this.colourChoice.value = this.colourBy;
    this.spanChoice = el("select", { "aria-label": "Length of the stretch of time", onchange: () => { this.span = Number(this.spanChoice.value); for (const view of this.views) { view.span = this.span; view.from = -Infinity; } this.show(true); } }, SPANS.map(([value, text]) => el("option", { value }, text)));
    this.spanChoice.value = this.span;
    const names = new Map();
    this.recordings.forEach(r => r.meta.functions.forEach((_, fn) => names.set(r.functionName(fn), true)));
    this.functionChoice = el("select", { "aria-label": "Function", onchange: () => { this.layOut(); } }, el("option", { value: "" }, "all functions"), [...names.keys()].sort().slice(0, 3000).map(name => el("option", { value: name }, name.length > 60 ? name.slice(0, 59) + "…" : name)));
    const choices = others.length ? el("select", { "aria-label": "Beside it", onchange: event => load(event.target.value === "" ? undefined : Number(event.target.value)) }, el("option", { value: "" }, "nothing beside it"), others.map(i => el("option", { value: i }, "beside it: " + RESULTS[i].place))) : null;
    if (choices) choices.value = this.indices.length === 2 ? this.indices[1] : "";
    this.laneTools = el("span", { class: "tools" }, this.spanChoice, this.functionChoice, this.button("Earlier lanes", "Page up", () => this.views.forEach(v => v.move(-10))), this.button("Later lanes", "Page down", () => this.views.forEach(v => v.move(10))));
    this.stage = el("div", { class: "stages" });
    this.legend = el("div", { class: "legend" });
    this.account = el("div", { class: "account", "aria-live": "polite" });
    this.differenceText = el("p", { class: "note difference" });
    this.node = el("div", { class: "player", tabindex: 0, role: "group", "aria-label": "Animation. Space plays and pauses; arrow keys step to the next and previous event; Home and End; n goes to the next cold start, r to the next invocation that is not completed; plus and minus change the speed; v changes the view; comma and full stop choose an instance.", onkeydown: event => this.key(event) },
      el("div", { class: "above" }, this.playButton, this.button("Previous event", "left arrow", () => this.stepBack()), this.button("Next event", "right arrow", () => this.step()), this.button("Next cold start", "n", () => this.jump("cold")), this.button("Next not completed", "r: the next invocation that is turned away, fails, times out, ends in an error or is abandoned", () => this.jump("lost")),
        this.speedChoice, this.clockText, this.viewButtons, this.colourChoice, choices),
      el("div", { class: "scrub" }, this.bar, this.range), this.laneTools, this.differenceText, this.legend, this.stage, this.account);
    const leftOut = [...new Set(this.recordings.flatMap(r => r.meta.left_out))].map(text => el("li", {}, "The recording leaves out " + text + "."));
    const { meta } = this.recordings[0], isPart = meta.from > 0 || meta.until < meta.end;
    this.holder.replaceChildren(el("p", { class: "note" }, "Every VM, instance and invocation as it was recorded" + (isPart ? `, from ${preciseClock(meta.from)} to ${preciseClock(meta.until)}; the run ends at ${preciseClock(meta.end)}` : "") + ". Hosts are trays, VMs are boxes in them, and instances are tiles of their memory; room in a box that no tile takes is stranded." + clockNote()),
      leftOut.length ? el("ul", { class: "plain note" }, leftOut) : "", this.node);
    this.layOut();
  }

  layOut() {
    this.wide = this.holder.clientWidth - 22;  // without the border and padding of the player
    const two = this.recordings.length === 2, side = two && this.wide > 700, width = Math.max(260, Math.floor(side ? (this.wide - 18) / 2 : this.wide) - 2), height = Math.min(560, Math.max(260, window.innerHeight * 0.55)) / (two && !side ? 1.6 : 1);
    this.viewButtons.forEach((button, i) => button.setAttribute("aria-pressed", String(this.view === ["tiles", "lanes"][i])));
    this.laneTools.hidden = this.view !== "lanes";
    this.colourChoice.hidden = this.view === "lanes";
    this.views = this.recordings.map(recording => {
      if (this.view === "tiles") return new TilesView(recording, this.recordings, width, height, this.colourBy);
      const view = new LanesView(recording, width, height), name = this.functionChoice.value;
      view.span = this.span;
      view.fn = name === "" ? -1 : recording.meta.functions.findIndex((_, fn) => recording.functionName(fn) === name);
      if (name !== "" && view.fn < 0) view.fn = recording.meta.functions.length;
      return view;
    });
    this.texts = this.views.map(() => el("p", { class: "counts" }));
    this.stage.className = "stages" + (side ? " two" : "");
    this.stage.replaceChildren(...this.views.map((view, i) => {
      const shown = this.view === "tiles" ? el("div", { class: "scroll" }, view.canvas) : view.node;
      shown.addEventListener("pointermove", event => { if (event.pointerType !== "touch") this.point(i, event, false); });
      shown.addEventListener("click", event => this.point(i, event, true));
      return el("div", { class: "side" }, two ? el("h3", {}, "AB"[i] + ": " + RESULTS[this.indices[i]].title + " (" + RESULTS[this.indices[i]].place + ")") : null, shown, this.view === "tiles" ? el("p", { class: "note scale" }, view.scaleText) : null, this.texts[i]);
    }));
    this.drawLegend();
    this.drawCourse();
    if (this.view === "tiles") this.attach();
    this.show(true);
  }

  attach() {
    this.states.forEach((state, i) => { state.seen = this.view === "tiles" ? this.views[i].sink(state, this.calm) : null; });
  }

  drawLegend() {
    const swatch = (colour, text) => el("span", {}, el("span", { class: "swatch", style: null }), text);
    const items = this.view === "tiles" && this.colourBy !== "state" ? [] : this.view === "lanes" ? [["#e69f00", "starts (hatched)"], [LIFE_COLOURS.busy, "works"], [LIFE_COLOURS.idle, "idle, fading until its keep-alive is over"]] : [[LIFE_COLOURS.provisioning, "provisioning"], [LIFE_COLOURS.initialising, "initialising"], [LIFE_COLOURS.busy, "busy"], [LIFE_COLOURS.idle, "idle, fading until its keep-alive is over"], [LIFE_COLOURS.draining, "draining"], [LIFE_COLOURS.unrecorded, "alive, its calls not recorded"]];
    if (!items.length) {
      const meta = this.recordings[0].meta, names = this.colourBy === "tenant" ? meta.tenants : meta.functions.map((_, fn) => this.recordings[0].functionName(fn));
      names.slice(0, 8).forEach((name, i) => items.push([COLOURS[i], name.length > 40 ? name.slice(0, 39) + "…" : name]));
      items.push(["", "strong while busy, pale while idle, hollow while it starts" + (names.length > 8 ? "; further colours are the same eight again" : "")]);
    }
    this.legend.replaceChildren(...items.map(([colour, text]) => { const node = swatch(colour, text); if (colour) node.firstChild.style.background = colour; else node.firstChild.remove(); return node; }));
  }

  drawCourse() {
    const width = Math.max(200, this.wide - 2), height = 44, scale = Math.min(window.devicePixelRatio || 1, 2), [r] = this.recordings;
    this.bar.width = width * scale;
    this.bar.height = height * scale;
    this.bar.style.width = width + "px";
    const ink = this.bar.getContext("2d"), dark = isDark(), { course, bins } = r, most = course.live.reduce((a, b) => Math.max(a, b), 1), each = width / bins;
    ink.scale(scale, scale);
    ink.clearRect(0, 0, width, height);
    const x = i => (r.from + i / bins * (r.until - r.from) - this.from) / (this.until - this.from) * width;
    for (let i = 0; i < bins; ++i) {
      const live = course.live[i] / most * 28, busy = course.busy[i] / most * 28;
      ink.fillStyle = dark ? "#3a424d" : "#d0d7de"; ink.fillRect(x(i), 38 - live, each + 0.5, live);
      ink.fillStyle = LIFE_COLOURS.busy; ink.fillRect(x(i), 38 - busy, each + 0.5, busy);
      if (course.cold[i]) { ink.fillStyle = LIFE_COLOURS.initialising; ink.fillRect(x(i), 40, Math.max(each, 1), 4); }
      if (course.lost[i]) { ink.fillStyle = "#d55e00"; ink.fillRect(x(i), 0, Math.max(each, 1.5), 6); }
    }
    if (this.difference) { ink.fillStyle = dark ? "#ffffff" : "#000000"; ink.fillRect((this.difference.at - this.from) / (this.until - this.from) * width - 1, 0, 2, height); }
  }

  redraw() {
    this.drawCourse();
    if (this.view === "lanes") for (const view of this.views) view.from = -Infinity;
    this.show(true);
  }

  // Draws the state at the instant of the clock, either completely or only the changes.
  show(all) {
    this.views.forEach((view, i) => {
      if (this.view === "lanes") { view.show(this.now); return; }
      if (all) view.drawAll(this.states[i], this.now);
      else view.refresh(this.states[i], this.now, performance.now());
    });
    if (all || !this.playing) this.tell();
  }

  tell() {
    this.range.value = Math.round((this.now - this.from) / Math.max(this.until - this.from, 1) * 10000);
    this.clockText.textContent = preciseClock(this.now);
    this.range.setAttribute("aria-valuetext", this.clockText.textContent);
    this.states.forEach((state, i) => { this.texts[i].textContent = this.countsOf(state); });
    if (this.chosen) this.tellChosen();
  }

  counts(state) {
    let initialising = 0;
    for (let row = 0; row < state.life.length; ++row) if (state.life[row] === LIFE.starting && this.now >= state.initAt[row]) ++initialising;
    let busy = 0;
    for (let row = 0; row < state.life.length; ++row) if (state.life[row] && state.runs[row]) ++busy;
    const alive = state.lives.slice(1).reduce((a, b) => a + b, 0);
    return { instances: alive, provisioning: state.lives[LIFE.starting] - initialising, initialising, busy, idle: state.lives[LIFE.idle], draining: state.lives[LIFE.draining], unrecorded: state.lives[LIFE.unrecorded], vms: state.openVms, hosts: state.usedHosts, waiting: state.waiting, started: state.started, cold: state.cold, lost: state.lost.reduce((a, b) => a + b, 0), idleMemory: state.memoryOf[LIFE.idle], busyMemory: state.memoryOf[LIFE.busy] };
  }

  countsOf(state) {
    const c = this.counts(state), some = (value, text) => value > 0 ? `, ${plain(value)} ${text}` : "";
    return `${manyOf(c.instances, "instance")} in ${manyOf(c.vms, "VM")} on ${manyOf(c.hosts, "host")}: ${plain(c.busy)} busy, ${plain(c.idle)} idle${some(c.provisioning, "provisioning")}${some(c.initialising, "initialising")}${some(c.draining, "draining")}${some(c.unrecorded, "whose calls are not recorded")}. ${plain(c.waiting)} waiting. Idle memory ${plain(c.idleMemory / 1024)} GiB, busy ${plain(c.busyMemory / 1024)} GiB. So far ${plain(c.started)} started, ${plain(c.cold)} of them cold, and ${plain(c.lost)} lost.`;
  }

  // ---- the clock

  seek(at) {
    this.now = Math.max(this.from, Math.min(this.until, at));
    this.states = this.recordings.map(r => r.stateAt(this.now));
    if (this.view === "tiles") this.attach();
    this.show(true);
  }

  toggle() { if (this.playing) this.pause(); else this.play(); }

  play() {
    if (this.now >= this.until) this.seek(this.from);
    this.playing = true;
    this.playButton.textContent = "Pause";
    this.account.setAttribute("aria-live", "off");
    let before = performance.now(), told = 0;
    const frame = real => {
      if (!this.playing || !this.node.isConnected) { this.playing = false; return; }
      const passed = Math.max(0, real - before);
      if (!(this.calm && passed < 250)) {
        before = real;
        if (this.frames) this.frames.push(passed);
        this.advance(this.now + Math.min(passed, 500) * 1e3 * this.speed);
        if (real - told > 200) { told = real; this.tell(); }
        if (this.now >= this.until) { this.pause(); return; }
      }
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  }

  // Advances to a later instant and draws the changes.
  advance(at) {
    this.now = Math.min(at, this.until);
    let all = false;
    this.states.forEach((state, i) => {
      let records = 0;
      while (state.nextAt() <= this.now) {
        state.apply();
        if (++records > 60000) { all = true; this.states[i] = this.recordings[i].stateAt(this.now); break; }
      }
    });
    if (all && this.view === "tiles") this.attach();
    this.show(all);
  }

  pause() {
    const was = this.playing;
    this.playing = false;
    this.playButton.textContent = "Play";
    this.account.setAttribute("aria-live", "polite");
    if (was) this.show(true);
  }

  step() {
    this.pause();
    const at = Math.min(...this.states.map(s => s.nextAt()));
    if (at === Infinity) { this.seek(this.until); return; }
    this.now = Math.min(at, this.until);
    const texts = [];
    this.states.forEach((state, i) => {
      let count = 0;
      while (state.nextAt() <= at) { state.apply(); if (++count <= 8) texts.push((this.states.length === 2 ? "AB"[i] + ": " : "") + eventText(state, this.recordings[i])); }
      if (count > 8) texts.push(`and ${count - 8} more at this instant`);
    });
    this.chosen = null;
    this.show(true);
    this.say(texts);
  }

  stepBack() {
    this.pause();
    this.chosen = null;
    this.seek(Math.max(...this.recordings.map(r => r.before(this.now))));
    this.say([]);
  }

  jump(what) {
    this.pause();
    let best = Infinity, text = null;
    this.recordings.forEach((recording, i) => {
      const state = recording.stateAt(this.now);
      while (state.nextAt() < best) {
        const kind = state.apply();
        if (what === "cold" ? kind === KIND.started && state.last.start === 1 : kind === KIND.left || (kind === KIND.lost && !state.last.again)) { best = state.at; text = (this.states.length === 2 ? "AB"[i] + ": " : "") + eventText(state, recording); break; }
      }
    });
    this.chosen = null;
    if (best === Infinity) { this.say([what === "cold" ? "There is no later cold start in the recording." : "All later invocations in the recording are completed."]); return; }
    this.seek(best);
    this.say([text]);
  }

  say(texts, command) {
    this.account.replaceChildren(...texts.map(text => el("p", {}, text)), ...(command ? [el("p", {}, "More: ", el("code", {}, command))] : []));
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { target, key } = event, isField = target.tagName === "SELECT" || target.tagName === "INPUT";
    if (isField && key !== "n" && key !== "r" && key !== "v") return;
    if (target.tagName === "SELECT" || (target.tagName === "BUTTON" && (key === " " || key === "Enter"))) return;
    const actions = { " ": () => this.toggle(), ArrowRight: () => this.step(), ArrowLeft: () => this.stepBack(), Home: () => { this.pause(); this.seek(this.from); }, End: () => { this.pause(); this.seek(this.until); }, n: () => this.jump("cold"), r: () => this.jump("lost"), "+": () => this.faster(1), "=": () => this.faster(1), "-": () => this.faster(-1), v: () => { this.view = this.view === "tiles" ? "lanes" : "tiles"; this.layOut(); }, ".": () => this.choose(1), ",": () => this.choose(-1), PageDown: () => this.view === "lanes" && this.views.forEach(v => v.move(10)), PageUp: () => this.view === "lanes" && this.views.forEach(v => v.move(-10)) };
    if (!actions[key]) return;
    actions[key]();
    event.preventDefault();
  }

  faster(by) {
    const place = SPEEDS.indexOf(this.speed);
    this.speed = SPEEDS[Math.max(0, Math.min(SPEEDS.length - 1, place + by))];
    this.speedChoice.value = this.speed;
  }

  // ---- descriptions of single instances, VMs and hosts

  point(i, event, isClick) {
    if (this.playing && !isClick) return;
    const view = this.views[i], box = view.canvas.getBoundingClientRect(), x = event.clientX - box.left, y = event.clientY - box.top, state = this.states[i];
    const found = view.find(this.view === "tiles" ? state : x, this.view === "tiles" ? x : y, y);
    if (!found) return;
    if (isClick) this.pause();
    if (found.lane) { this.chosen = null; if (isClick) { this.seek(found.at); } this.say([laneText(found.lane, this.recordings[i])], explainCommand(RESULTS[this.indices[i]], this.recordings[i], found.lane.fn, found.lane.serial)); return; }
    this.chosen = { side: i, ...found };
    this.tellChosen();
  }

  choose(by) {
    this.pause();
    const side = this.chosen ? this.chosen.side : 0, state = this.states[side], count = state.life.length;
    let row = this.chosen && this.chosen.row !== undefined ? this.chosen.row : by > 0 ? -1 : count;
    for (let i = 0; i < count; ++i) { row = (row + by + count) % count; if (state.life[row]) { this.chosen = { side, row }; this.tellChosen(); return; } }
  }

  tellChosen() {
    const { side, row, vm, host } = this.chosen, state = this.states[side], recording = this.recordings[side];
    if (row !== undefined) {
      if (!state.life[row]) { this.chosen = null; return; }
      const [run] = state.runs[row] || [], folder = RESULTS[this.indices[side]];
      this.say([instanceText(state, row, this.now, recording)], run ? explainCommand(folder, recording, state.fnOf[row], run.n, "invocation") : explainCommand(folder, recording, state.fnOf[row], state.serial[row]));
    } else if (vm !== undefined && state.vms[vm] && state.vms[vm].open) {
      const of = state.vms[vm], used = of.members.reduce((sum, r) => sum + state.memory[r], 0);
      this.say([`VM ${of.number} on host ${of.host}, open since ${preciseClock(of.openedAt)}: ${manyOf(of.members.length, "instance")} in ${plain(used)} of ${plain(of.capacity)} MiB; ${plain(of.capacity - used)} MiB are stranded.`]);
    } else if (host !== undefined) {
      const of = state.hosts[host];
      this.say([`Host ${host}${of && of.down ? ", which is down" : ""}: ${manyOf(of ? of.vms : 0, "VM")}.`]);
    }
  }

  // ---- two runs

  findDifference() {
    this.difference = firstDifference(this.recordings[0], this.recordings[1]);
    const { difference } = this;
    this.differenceText.replaceChildren();
    if (!difference) this.differenceText.append("The two recordings are the same.");
    else this.differenceText.append(el("button", { type: "button", onclick: () => { this.pause(); this.seek(Math.min(Math.max(difference.at, this.from), this.until)); this.say(difference.texts); } }, "First difference"), ` at ${preciseClock(difference.at)}`, ...difference.texts.map(text => el("div", {}, text)));
    this.drawCourse();
  }
}
