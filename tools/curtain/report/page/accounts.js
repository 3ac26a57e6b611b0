// Describes the events of a recording as sentences.

const durationText = ticks => seconds(ticks / 1e6);
// An execution has no charge if its instance is charged while it is busy.
const chargeText = ticks => ticks > 0 ? `; the charge is for ${durationText(ticks)}` : "";

// Describes the record that was applied last.
function eventText(state, recording) {
  const { last } = state, at = preciseClock(state.at), name = last.fn >= 0 && [3, 4, 5, 6, 7, 8, 9, 11, 12, 13].includes(last.kind) ? recording.functionName(last.fn) : "";
  const instance = () => `Instance ${name} #${state.serial[last.row]}`, call = () => `Invocation ${name} ${last.n}`;
  const vm = () => `VM ${state.vms[last.vm].number}`;
  switch (last.kind) {
    case KIND.vmOpened: return `${at}: ${vm()} opens on host ${last.host}, with ${plain(state.vms[last.vm].capacity)} MiB for instances.`;
    case KIND.vmReleased: return `${at}: ${vm()} on host ${last.host} is empty and released.`;
    case KIND.vmCrashed: return `${at}: ${vm()} on host ${last.host} crashes.`;
    case KIND.created: return `${at}: ${instance()} of ${plain(state.memory[last.row])} MiB is created in VM ${state.vms[last.vm].number}; it will be ready in ${durationText(state.readyAt[last.row] - state.createdAt[last.row])}.`;
    case KIND.ready: return `${at}: ${instance()} is ready.`;
    case KIND.idle: return `${at}: ${last.ended ? `${call()} has ended after ${durationText(last.ran)}${chargeText(last.charged)}. ` : ""}${instance()} is idle ${state.until[last.row] < Infinity ? `and kept until ${preciseClock(state.until[last.row])}` : "and kept without limit"}.`;
    case KIND.draining: return `${at}: ${instance()} is retired, so it takes no more attempts.`;
    case KIND.reclaimed: return `${at}: ${instance()} is reclaimed: ${RECLAIMS[last.code]}.`;
    case KIND.waiting: return `${at}: ${call()} arrives and waits.`;
    case KIND.started: return `${at}: ${call()} starts on instance #${state.serial[last.row]}, ${last.start === 1 ? "cold: it waited for the start of this instance" : last.start === 2 ? "after it waited for a free instance" : "warm"}.`;
    case KIND.ended: return `${at}: ${call()} has ended on instance #${state.serial[last.row]} after ${durationText(last.ran)}${chargeText(last.charged)}.`;
    case KIND.lost: return `${at}: ${call()} ${lossText(last.code)}${last.again ? ", and comes again" : ""}.`;
    case KIND.left: return `${at}: the client of invocation ${name} ${last.n} leaves.`;
    case KIND.hostDown: return `${at}: host ${last.host} goes down.`;
    default: return `${at}: host ${last.host} is up again.`;
  }
}

function lossText(code) {
  const outcome = code >> 4;
  if (outcome === 2 || outcome === 4 || outcome === 5) return "is " + REASONS[code & 15];
  return ["", "has failed: it was lost with its VM", "", "has timed out", "", "", "has ended in an error", "was abandoned by its client"][outcome];
}

function instanceText(state, row, now, recording) {
  const vm = state.vms[state.vmOf[row]], since = preciseClock(state.since[row]), life = state.life[row];
  const start = `${recording.functionName(state.fnOf[row])} #${state.serial[row]}: an instance of ${plain(state.memory[row])} MiB in VM ${vm.number} on host ${vm.host}, created at ${preciseClock(state.createdAt[row])}. `;
  const runs = (state.runs[row] || []).map(run => `invocation ${run.n} since ${preciseClock(run.at)} (${STARTS[run.start]})`).join(", ");
  if (life === LIFE.starting) return start + (now < state.initAt[row] ? `It is being provisioned; its initialisation begins at ${preciseClock(state.initAt[row])}, and it is ready at ${preciseClock(state.readyAt[row])}.` : `It has been initialising since ${preciseClock(state.initAt[row])} and is ready at ${preciseClock(state.readyAt[row])}.`);
  if (life === LIFE.busy) return start + `It works: ${runs}.`;
  if (life === LIFE.draining) return start + `It has been retired at ${since}` + (runs ? ` and finishes ${runs}.` : ".");
  if (life === LIFE.unrecorded) return start + "The calls of its function are not in the recording.";
  return start + `It has been idle since ${since}` + (state.until[row] < Infinity ? ` and is kept until ${preciseClock(state.until[row])}, unless it is used before.` : " and is kept without limit.");
}

function laneText(lane, recording) {
  const works = lane.parts.filter(part => part[2] === "busy"), busy = works.reduce((sum, [a, b]) => sum + b - a, 0);
  return `${recording.functionName(lane.fn)} #${lane.serial}: an instance of ${plain(lane.memory)} MiB in VM ${lane.vm}, created at ${preciseClock(lane.createdAt)} and ready at ${preciseClock(lane.readyAt)}. In this stretch of time it worked for ${durationText(busy)} in ${works.length} turns` + (lane.reason >= 0 ? `; it was reclaimed at ${preciseClock(lane.endAt)}: ${RECLAIMS[lane.reason]}.` : ".");
}

// The command that explains an instance or an invocation in detail.
function explainCommand(folder, recording, fn, number, what = "instance") {
  const quoted = text => /^[\w./:=@%+,-]+$/.test(text) ? text : "'" + text.replace(/'/g, "'\\''") + "'";
  return `curtain explain ${quoted(folder.place)} --${what} ${quoted(recording.functionName(fn) + "/" + number)}`;
}

// The first difference of two recordings: its instant, and the event at this instant in each recording. Null if the recordings are equal.
function firstDifference(a, b) {
  const from = Math.max(a.from, b.from), states = [a, b].map(r => r.stateAt(from - 1e-3 < r.from ? r.from - 1 : from));
  const facts = (state, recording) => {
    const { last } = state, name = last.fn >= 0 ? recording.functionName(last.fn) : "";
    switch (last.kind) {
      case KIND.vmOpened: case KIND.vmReleased: case KIND.vmCrashed: return [state.vms[last.vm].number, last.host];
      case KIND.created: return [name, state.serial[last.row], state.vms[last.vm].number, state.readyAt[last.row]];
      case KIND.idle: return [name, state.serial[last.row], state.until[last.row], last.ended];
      case KIND.ready: case KIND.draining: return [name, state.serial[last.row]];
      case KIND.reclaimed: return [name, state.serial[last.row], last.code];
      case KIND.started: return [name, state.serial[last.row], last.n, last.start];
      case KIND.ended: return [name, state.serial[last.row], last.n, last.charged];
      case KIND.lost: return [name, last.n, last.code, last.again];
      case KIND.waiting: case KIND.left: return [name, last.n];
      default: return [last.host];
    }
  };
  for (;;) {
    const at = states.map(s => s.nextAt()), first = Math.min(...at);
    if (first === Infinity) return null;
    if (first > Math.min(a.until, b.until)) return null;
    const texts = states.map((s, i) => {
      if (at[i] > first) return { key: "", text: `${"AB"[i]}: nothing at this instant.` };
      const kind = s.apply();
      return { key: [s.at, kind, ...facts(s, [a, b][i])].join("\n"), text: "AB"[i] + ": " + eventText(s, [a, b][i]) };
    });
    if (texts[0].key !== texts[1].key) return { at: first, texts: texts.map(t => t.text) };
  }
}
