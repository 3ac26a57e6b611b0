// tests/program/report/try_picture appends this script to the page's own script, with TESTED, the name of the
// page. It uses the animation like a reader, and writes failed checks into the element #tested.
const wrong = [];
let checks = 0;
window.addEventListener("error", event => wrong.push("error: " + event.message));
window.addEventListener("unhandledrejection", event => wrong.push("rejected: " + event.reason));
function check(holds, what) { ++checks; if (!holds) wrong.push(what); }
const wait = ms => new Promise(done => setTimeout(done, ms));
const press = key => PICTURE.node.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
const buttonOf = text => [...PICTURE.node.querySelectorAll("button")].find(button => button.textContent === text);

// Returns the whole content of a state as text. Free rows hold values of earlier instances, which do not
// matter.
function written(state) {
  const rows = [];
  for (let row = 0; row < state.life.length; ++row) if (state.life[row]) rows.push([row, state.life[row], state.vmOf[row], state.fnOf[row], state.memory[row], state.serial[row], state.since[row], state.readyAt[row], state.until[row], state.offset[row], state.runs[row]]);
  const vms = state.vms.map(vm => vm && vm.open ? [vm.host, vm.slot, vm.number, vm.capacity, vm.members] : null);
  return JSON.stringify([rows, vms, state.hosts.map(host => [host.vms, host.down]), state.waiting, state.started, state.cold, state.lost, state.lives, state.openVms, state.usedHosts, state.executions]);
}

// At the end of each bin, the levels and counts of the recording equal those of timeseries.csv.
function checkLevels(recording, folder) {
  let started = 0, cold = 0, lost = 0;
  for (const row of parseCsv(TIMESERIES[RESULTS.indexOf(folder)]).rows) {
    const state = recording.stateAt(Number(row.end_s) * 1e6 - 0.5), at = " at " + row.end_s + " s";
    const busy = state.runs.reduce((sum, runs, i) => sum + (state.life[i] && runs ? 1 : 0), 0);
    started += Number(row.started); cold += Number(row.cold); lost += Number(row.turned_away) + Number(row.failed) + Number(row.timed_out);
    check(busy === Number(row.busy), busy + " busy instead of " + row.busy + at);
    check(state.lives.slice(1).reduce((a, b) => a + b) === Number(row.instances), "instances" + at);
    check(state.openVms === Number(row.vms), "VMs" + at);
    check(state.usedHosts === Number(row.hosts), "hosts" + at);
    check(state.started === started && state.cold === cold, "starts" + at);
    check(state.lost.reduce((a, b) => a + b) === lost, "lost" + at);
    check(Math.abs(state.memoryOf[LIFE.busy] + state.memoryOf[LIFE.idle] - state.life.reduce((sum, life, i) => sum + (life === LIFE.busy || life === LIFE.idle ? state.memory[i] : 0), 0)) < 1e-6, "memory" + at);
  }
}

// Drawing step by step gives the same picture as drawing at once.
function checkDrawing(picture) {
  const [view] = picture.views, [state] = picture.states, pixels = () => {
    const copy = document.createElement("canvas");
    copy.width = view.canvas.width; copy.height = view.canvas.height;
    const pen = copy.getContext("2d", { willReadFrequently: true });
    pen.drawImage(view.canvas, 0, 0);
    return pen.getImageData(0, 0, copy.width, copy.height).data;
  };
  for (let i = 0; i < 40; ++i) view.refresh(state, picture.now, performance.now() + 1000 * i);  // all movements end
  const stepwise = pixels();
  view.drawAll(state, picture.now);
  const atOnce = pixels();
  let differ = 0, inked = 0;
  for (let i = 0; i < atOnce.length; ++i) { differ += stepwise[i] !== atOnce[i] ? 1 : 0; inked += atOnce[i] !== atOnce[0] ? 1 : 0; }
  check(differ === 0, `${differ} values of ${atOnce.length} are drawn otherwise step by step, at ${picture.now}, ${picture.colourBy}`);
  check(inked > 1000, "hardly anything is drawn");
}

function checkClock(picture) {
  const [recording] = picture.recordings;
  check(picture.now === 250e6, "the address does not set the instant: " + picture.now);
  press("ArrowRight");
  const first = PICTURE.now;
  check(first > 250e6 && PICTURE.account.textContent.length > 20, "a step does not go on, or says nothing");
  press("ArrowRight");
  check(PICTURE.now > first, "a second step does not go on");
  press("ArrowLeft");
  check(PICTURE.now === first, "a step back does not return");
  press("Home");
  check(PICTURE.now === PICTURE.from, "Home does not go to the beginning");
  press("ArrowLeft");
  check(PICTURE.now === PICTURE.from, "there is something before the beginning");
  press("n");
  check(/cold: it waited/.test(PICTURE.account.textContent) && PICTURE.now > PICTURE.from, "n does not go to a cold start: " + PICTURE.account.textContent);
  const cold = PICTURE.now;
  press("n");
  check(PICTURE.now > cold, "n does not go to the next cold start");
  press("r");
  check(/throttled|failed|timed out/.test(PICTURE.account.textContent), "r does not go to a loss: " + PICTURE.account.textContent);
  press("End");
  check(PICTURE.now === PICTURE.until, "End does not go to the end");
  press("n");
  check(/There is no later cold start/.test(PICTURE.account.textContent), "after the end is a cold start");
  PICTURE.range.value = 5000;
  PICTURE.range.dispatchEvent(new Event("input"));
  check(Math.abs(PICTURE.now - (PICTURE.from + PICTURE.until) / 2) < 1, "the slider does not set the instant");
  check(written(PICTURE.states[0]) === written(recording.stateAt(PICTURE.now)), "a sought state is another");
  const speed = PICTURE.speed;
  press("+");
  check(PICTURE.speed > speed, "plus does not make it faster");
  press("-");
  check(PICTURE.speed === speed, "minus does not make it slower");
}

// Playing to an instant and seeking to it give the same state, in each view and with each colouring.
function checkPlaying() {
  PICTURE.seek(40e6 + PICTURE.from);
  const to = PICTURE.now + 150e6;
  for (let at = PICTURE.now; at < to; at += 217e3) PICTURE.advance(at);
  PICTURE.advance(to);
  PICTURE.states.forEach((state, i) => check(written(state) === written(PICTURE.recordings[i].stateAt(to)), "playing gives another state than seeking"));
  if (PICTURE.view === "tiles") checkDrawing(PICTURE);
}

function checkText(page) {
  check(document.getElementById("hostile") === null, "a name became an element");
  check(page === "plain" || page === "none" || [...PICTURE.functionChoice.options].some(option => option.textContent.includes("<img id=hostile>")), "the hostile name is not shown");
  check(performance.getEntriesByType("resource").length === 0, "the page asks the network");
}

async function useAll() {
  const tried = new Set();
  for (const view of ["Tiles", "Lanes"]) {
    buttonOf(view).click();
    for (const button of PICTURE.node.querySelectorAll("button")) { button.click(); tried.add(button.textContent); }
    PICTURE.pause();
    buttonOf(view).click();
    for (const select of PICTURE.node.querySelectorAll("select")) {
      if (select.getAttribute("aria-label") === "Beside it") continue;
      for (const option of [...select.options].slice(0, 6)) { select.value = option.value; select.dispatchEvent(new Event("change")); }
      select.selectedIndex = 0;
      select.dispatchEvent(new Event("change"));
    }
    const { canvas } = PICTURE.views[0], box = canvas.getBoundingClientRect();
    let accounts = 0;
    for (let x = 3; x < box.width; x += 23) for (let y = 3; y < box.height; y += 11) {
      canvas.dispatchEvent(new PointerEvent("pointermove", { clientX: box.left + x, clientY: box.top + y, bubbles: true }));
      accounts += /More: curtain explain .* --(instance|invocation) /.test(PICTURE.account.textContent) ? 1 : 0;
    }
    check(accounts > 3, "no account of an instance under the pointer in " + view);
  }
  check(tried.size >= 6, "there are only the buttons " + [...tried]);
  check(buttonOf("Next not completed") && !buttonOf("Next loss"), "the button to the next invocation that is not completed has another name");
  buttonOf("Tiles").click();
  const scales = [...PICTURE.node.querySelectorAll(".scale")].map(node => node.textContent);
  check(scales.length === PICTURE.views.length && scales.every((text, i) => text.includes(plain(PICTURE.views[i].shown) + " MiB")), "the tiles have no scale: " + scales);
  const huge = Object.create(PICTURE.recordings[0], { capacity: { value: 16 * 1024 * 1024 } }), cut = new TilesView(huge, [huge], 800, 400, "state");
  check(cut.isCut && /MiB, [0-9.]+ % of the 16,777,216 MiB that a VM has/.test(cut.scaleText), "boxes of a huge VM are not labelled: " + cut.scaleText);
  check(/^09:3\d:|^09:40:/.test(PICTURE.clockText.textContent), "the clock does not show the time of day: " + PICTURE.clockText.textContent);
  press(".");
  check(/#\d+: an instance of/.test(PICTURE.account.textContent), "the full stop chooses no instance");
  press("v");
  check(PICTURE.view === "lanes", "v does not change the view");
  press("v");
  document.getElementById("theme").click();
  await wait(50);
  checkPlaying();
  press(" ");
  check(PICTURE.playing && buttonOf("Pause"), "space does not play");
  const before = PICTURE.now;
  await wait(1500);
  check(PICTURE.now > before, "the clock stands still while it plays");
  press(" ");
  check(!PICTURE.playing, "space does not pause");
  for (const colour of ["state", "function"]) { PICTURE.colourBy = colour; PICTURE.layOut(); checkPlaying(); }
}

// The strips below the lanes agree with the run: the idle memory of the whole recording equals that of the
// counts.
function checkLanes() {
  const [recording] = PICTURE.recordings, from = recording.from, until = recording.meta.end, lanes = stretchesOf(recording, from, until, 700, () => true);
  const rows = parseCsv(TIMESERIES[PICTURE.indices[0]]).rows, inRun = rows.filter(row => Number(row.end_s) * 1e6 <= until);
  const idle = inRun.reduce((sum, row) => sum + Number(row.idle_gib_s), 0), shown = lanes.idle.reduce((a, b) => a + b, 0) / 1024 * (until - from) / 700 / 1e6;
  check(Math.abs(shown - idle) < idle * 0.02, `the strip of idle memory has ${shown} GiB s, the run ${idle}`);
  check(lanes.lanes.length > 30 && lanes.lanes.every(lane => lane.parts.every(([a, b]) => b >= a)), "a lane goes back in time");
  const bill = RESULTS[PICTURE.indices[0]].files["functions.csv"];
  check(bill.length > 0 && lanes.paid.some(value => value > 0), "the tenant pays nothing");
}

async function tryPicture() {
  for (let i = 0; i < 100 && !PICTURE; ++i) await wait(100);
  checkText(TESTED);
  if (TESTED === "plain") { check(PICTURE === null && !document.querySelector(".player"), "a run without a recording has a picture"); return; }
  if (TESTED === "none") { check(PICTURE === null && /Nothing is recorded.*everything: the state at 5min alone/.test(document.body.textContent), "an empty recording has a picture, or no reason"); return; }
  check(PICTURE !== null, "the picture does not come");
  await wait(300);
  if (TESTED === "same") { check(PICTURE.difference === null && /are the same/.test(PICTURE.node.textContent), "a run differs from itself"); return; }
  if (TESTED === "part") {
    check(PICTURE.from === 200e6 && PICTURE.until === 300e6, "the part is another");
    check(/not in the share of 50/.test(PICTURE.holder.textContent), "the page does not say what is left out");
    checkPlaying();
    return;
  }
  check(PICTURE.recordings.length === 2 && PICTURE.views.length === 2, "two recordings are not side by side");
  PICTURE.recordings.forEach((recording, i) => checkLevels(recording, RESULTS[PICTURE.indices[i]]));
  const { difference } = PICTURE;
  check(difference && /^A: .* is idle and kept until .*/.test(difference.texts[0]), "the first difference is not a keep-alive: " + (difference && difference.texts[0]));
  const before = PICTURE.recordings.map(r => { const s = r.stateAt(difference.at - 1); s.until = []; return written(s).replace(/,null,/g, ","); });
  check(before[0] === before[1], "the runs differ before their first difference");
  checkClock(PICTURE);
  checkPlaying();
  checkLanes();
  await useAll();
  checkText(TESTED);
  for (const width of [1200, 360]) { PICTURE.holder.style.width = width + "px"; PICTURE.layOut(); check(PICTURE.views[0].width <= width, "the picture is wider than its place"); }
}

tryPicture().catch(error => wrong.push("thrown: " + error.message + " " + error.stack)).finally(() => document.body.append(el("pre", { id: "tested" }, wrong.length ? "WRONG: " + wrong.slice(0, 12).join(" | ") : `all ${checks} checks hold`)));
