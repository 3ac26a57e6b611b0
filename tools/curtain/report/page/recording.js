// A recording (models/experiment/recording/record_code.hpp), and the state of the platform at any of its instants.

// The bytes of a text that is compressed with zlib and encoded in base64.
async function unpacked(text) {
  const packed = atob(text), bytes = new Uint8Array(packed.length);
  for (let i = 0; i < packed.length; ++i) bytes[i] = packed.charCodeAt(i);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

const KIND = { vmOpened: 0, vmReleased: 1, vmCrashed: 2, created: 3, ready: 4, idle: 5, draining: 6, reclaimed: 7, waiting: 8, started: 9, startedNext: 10, ended: 11, lost: 12, left: 13, hostDown: 14, hostUp: 15 };
// The state of an instance. `unrecorded` means that it is live, but its calls are not in the recording.
const LIFE = { none: 0, starting: 1, idle: 2, busy: 3, draining: 4, unrecorded: 5 };
const OUTCOMES = ["completed", "failed", "throttled", "timed out", "expired", "refused", "errored", "abandoned"];
const REASONS = ["throttled by the account's limit", "throttled by the function's limit", "throttled by the request rate", "throttled by the limit on starts", "throttled as the frontend's queue is full", "throttled as the function's queue is full", "throttled", "expired in the queue", "refused for lack of room", "refused as too large"];
const RECLAIMS = ["its keep-alive was over", "it was evicted to make room", "it or its VM had reached the end of its lifetime", "its VM crashed", "the policies wanted fewer instances"];
const STARTS = ["warm", "cold", "waited"];

// The state at one instant. apply() applies the next record. If `seen` is set, its functions are called for each change: tile(row), vm(vm), host(host).
class RecordedState {
  constructor(bytes, meta) {
    this.bytes = bytes;
    this.meta = meta;
    this.seen = null;
    this.place = 0;
    this.at = 0;
    this.count = 0;
    this.last = { kind: -1, row: -1, vm: -1, fn: -1, n: 0, start: 0, code: 0, host: -1, charged: 0, again: false, place: 0, ended: false };
    this.nextVm = 0;
    this.capacity = 0;
    this.fns = [];
    // Indexed by the row of an instance.
    this.life = []; this.vmOf = []; this.fnOf = []; this.memory = []; this.serial = []; this.since = []; this.initAt = []; this.readyAt = []; this.until = []; this.offset = []; this.runs = []; this.createdAt = [];
    // Indexed by the row of a VM, and by host.
    this.vms = [];
    this.hosts = [];
    this.waiting = 0; this.started = 0; this.cold = 0;
    this.lost = OUTCOMES.map(() => 0);
    this.lives = [0, 0, 0, 0, 0, 0];
    this.openVms = 0; this.usedHosts = 0; this.executions = 0;
    this.memoryOf = [0, 0, 0, 0, 0, 0];
    this.top = 0;  // the highest position of an instance in a VM so far, in MiB
  }

  whole() {
    const { bytes } = this;
    let value = bytes[this.place++];
    if (value < 128) return value;
    value &= 127;
    let scale = 128;
    for (;;) {
      const byte = bytes[this.place++];
      value += (byte & 127) * scale;
      if (byte < 128) return value;
      scale *= 128;
    }
  }
  near(base) {
    const code = this.whole();
    return code % 2 === 0 ? base + code / 2 : base - (code + 1) / 2;
  }
  fn(number) {
    while (this.fns.length <= number) this.fns.push({ memory: 0, serial: 0, n: 1, keep: 0 });
    return this.fns[number];
  }

  atEnd() { return this.place >= this.bytes.length; }
  // The instant of the next record.
  nextAt() {
    if (this.place >= this.bytes.length) return Infinity;
    const place = this.place++, wait = this.whole();
    this.place = place;
    return this.at + wait;
  }

  become(row, life) {
    const before = this.life[row];
    --this.lives[before];
    ++this.lives[life];
    this.memoryOf[before] -= this.memory[row];
    this.memoryOf[life] += this.memory[row];
    this.life[row] = life;
    this.since[row] = this.at;
    if (this.seen) this.seen.tile(row);
  }

  // Finds a position for the instance in its VM. It is the first gap that is large enough. If there is none, the other instances are moved together.
  settle(row) {
    const vm = this.vms[this.vmOf[row]], size = this.memory[row], { members } = vm;
    let from = 0, at = 0;
    while (at < members.length && this.offset[members[at]] - from < size) { from = this.offset[members[at]] + this.memory[members[at]]; ++at; }
    if (at === members.length && from + size > vm.capacity) {
      from = 0;
      for (const other of members) { this.offset[other] = from; from += this.memory[other]; }
      if (this.seen) this.seen.vm(this.vmOf[row]);
    }
    members.splice(at, 0, row);
    this.offset[row] = from;
    this.top = Math.max(this.top, from + size);
  }

  host(number) {
    while (this.hosts.length <= number) this.hosts.push({ slots: [], vms: 0, down: false });
    return this.hosts[number];
  }

  apply() {
    const tag = this.bytes[this.place++], flags = tag & 7, kind = tag >> 3, last = this.last;
    this.at += this.whole();
    ++this.count;
    last.kind = kind === KIND.startedNext ? KIND.started : kind;
    last.ended = false;
    switch (kind) {
      case KIND.startedNext:
      case KIND.started: {
        const row = this.whole(), fn = this.fn(this.fnOf[row]), n = kind === KIND.started ? this.near(fn.n) : fn.n;
        fn.n = n + 1;
        last.row = row; last.fn = this.fnOf[row]; last.n = n; last.start = flags & 3; last.code = flags & 4;
        const before = this.runs[row];
        this.runs[row] = before ? [...before, { n, at: this.at, start: last.start }] : [{ n, at: this.at, start: last.start }];
        if (flags & 4) --this.waiting;
        ++this.started;
        ++this.executions;
        if (last.start === 1) ++this.cold;
        if (this.life[row] !== LIFE.draining && this.life[row] !== LIFE.busy) this.become(row, LIFE.busy);
        break;
      }
      case KIND.idle: {
        const row = this.whole(), fn = this.fn(this.fnOf[row]);
        if (!(flags & 1)) fn.keep = this.whole();
        last.row = row; last.fn = this.fnOf[row];
        if (flags & 2) this.end(row, 0, flags & 4 ? this.whole() : -1);
        this.become(row, LIFE.idle);
        this.until[row] = fn.keep === 0 ? Infinity : this.at + fn.keep - 1;
        break;
      }
      case KIND.ended: {
        const row = this.whole(), place = flags & 1 ? this.whole() : 0;
        last.row = row; last.fn = this.fnOf[row];
        this.end(row, place, flags & 2 ? this.whole() : -1);
        break;
      }
      case KIND.waiting: {
        last.fn = this.whole();
        const fn = this.fn(last.fn);
        last.n = this.near(fn.n);
        fn.n = last.n + 1;
        ++this.waiting;
        break;
      }
      case KIND.created: {
        const row = this.whole();
        last.row = row; last.vm = this.whole(); last.fn = this.whole();
        const fn = this.fn(last.fn);
        fn.memory = this.near(fn.memory);
        const serial = this.near(fn.serial);
        fn.serial = serial + 1;
        const starting = this.whole(), init = this.whole();
        this.life[row] = LIFE.none;
        this.vmOf[row] = last.vm; this.fnOf[row] = last.fn; this.memory[row] = fn.memory; this.serial[row] = serial;
        this.createdAt[row] = this.at;
        this.readyAt[row] = this.at + starting;
        this.initAt[row] = this.at + starting - init;
        this.until[row] = Infinity;
        this.runs[row] = null;
        ++this.lives[LIFE.none];
        this.memoryOf[LIFE.none] += fn.memory;
        this.settle(row);
        this.become(row, LIFE.starting);
        break;
      }
      case KIND.ready: {
        const row = this.whole();
        last.row = row; last.fn = this.fnOf[row];
        this.become(row, this.meta.functions[last.fn].calls ? LIFE.idle : LIFE.unrecorded);
        break;
      }
      case KIND.draining:
        last.row = this.whole(); last.fn = this.fnOf[last.row];
        this.become(last.row, LIFE.draining);
        break;
      case KIND.reclaimed: {
        const row = this.whole(), { members } = this.vms[this.vmOf[row]];
        last.row = row; last.fn = this.fnOf[row]; last.code = flags;
        if (this.runs[row]) this.executions -= this.runs[row].length;
        this.runs[row] = null;
        members.splice(members.indexOf(row), 1);
        this.become(row, LIFE.none);
        --this.lives[LIFE.none];
        this.memoryOf[LIFE.none] -= this.memory[row];
        break;
      }
      case KIND.vmOpened: {
        const vm = this.whole(), host = this.whole();
        const number = this.near(this.nextVm);
        this.capacity = this.near(this.capacity);
        this.nextVm = number + 1;
        const of = this.host(host);
        let slot = of.slots.indexOf(-1);
        if (slot < 0) slot = of.slots.push(-1) - 1;
        of.slots[slot] = vm;
        if (of.vms++ === 0) ++this.usedHosts;
        ++this.openVms;
        this.vms[vm] = { host, slot, number, capacity: this.capacity, members: [], openedAt: this.at, crashed: false, open: true };
        last.vm = vm; last.host = host;
        if (this.seen) this.seen.vm(vm);
        break;
      }
      case KIND.vmReleased: {
        const vm = this.whole(), of = this.vms[vm], host = this.hosts[of.host];
        last.vm = vm; last.host = of.host;
        host.slots[of.slot] = -1;
        of.open = false;
        if (--host.vms === 0) --this.usedHosts;
        --this.openVms;
        if (this.seen) this.seen.vm(vm);
        break;
      }
      case KIND.vmCrashed:
        last.vm = this.whole(); last.host = this.vms[last.vm].host;
        this.vms[last.vm].crashed = true;
        if (this.seen) this.seen.vm(last.vm);
        break;
      case KIND.lost: {
        last.fn = this.whole();
        last.n = this.near(this.fn(last.fn).n);
        last.code = this.whole();
        last.again = (flags & 2) !== 0;
        if (flags & 1) --this.waiting;
        if (last.again) ++this.waiting;
        else if (!(flags & 4)) ++this.lost[last.code >> 4];
        break;
      }
      case KIND.left:
        last.fn = this.whole();
        last.n = this.near(this.fn(last.fn).n);
        ++this.lost[7];
        break;
      default:
        last.host = this.whole();
        this.host(last.host).down = kind === KIND.hostDown;
        if (this.seen) this.seen.host(last.host);
    }
    return last.kind;
  }

  end(row, place, charged) {
    const runs = this.runs[row], ended = runs[place];
    this.last.ended = true; this.last.n = ended.n; this.last.ran = this.at - ended.at;
    const { granularity, minimum } = this.meta;
    this.last.charged = charged >= 0 ? charged : Math.max(Math.max(Math.ceil(this.last.ran / Math.max(granularity, 1)), 1) * Math.max(granularity, 1), minimum);
    this.runs[row] = runs.length > 1 ? runs.filter((_, i) => i !== place) : null;
    --this.executions;
    if (this.seen) this.seen.tile(row);
  }

  // A copy of the state, which can be changed independently.
  copy() {
    const other = new RecordedState(this.bytes, this.meta);
    for (const name of ["place", "at", "count", "nextVm", "capacity", "waiting", "started", "cold", "openVms", "usedHosts", "executions", "top"]) other[name] = this[name];
    for (const name of ["life", "vmOf", "fnOf", "memory", "serial", "since", "initAt", "readyAt", "until", "offset", "runs", "createdAt", "lost", "lives", "memoryOf"]) other[name] = this[name].slice();
    other.last = { ...this.last };
    other.fns = this.fns.map(fn => ({ ...fn }));
    other.vms = this.vms.map(vm => ({ ...vm, members: vm.members.slice() }));
    other.hosts = this.hosts.map(host => ({ ...host, slots: host.slots.slice() }));
    return other;
  }
}

// A recording with keyframes, which are the states at some instants. The state at any other instant is computed quickly from a keyframe.
class Recording {
  constructor(meta, bytes) {
    this.meta = meta;
    this.bytes = bytes;
    this.from = meta.from;
    this.until = meta.until;
    this.keys = [];
    this.survey();
  }

  // Reads the whole recording once, to get the keyframes, the largest sizes, and the counts over time.
  survey() {
    const state = new RecordedState(this.bytes, this.meta), bins = 400, width = Math.max((this.until - this.from) / bins, 1);
    while (state.nextAt() < this.from) state.apply();
    for (const name of ["started", "cold"]) state[name] = 0;
    state.lost.fill(0);
    const apart = Math.max(2000, Math.ceil(this.meta.records / 48));
    let next = state.count;
    this.course = { busy: new Float64Array(bins), live: new Float64Array(bins), cold: new Float64Array(bins), lost: new Float64Array(bins) };
    this.slots = [];
    this.mostLive = 0;
    let bin = 0;
    const alive = () => state.lives[1] + state.lives[2] + state.lives[3] + state.lives[4] + state.lives[5];
    for (;;) {
      if (state.count >= next) { this.keys.push(state.copy()); next = state.count + apart; }
      if (state.atEnd()) break;
      const kind = state.apply();
      const here = Math.min(bins - 1, Math.floor((state.at - this.from) / width));
      while (bin < here) { ++bin; this.course.live[bin] = alive(); this.course.busy[bin] = state.lives[3]; }
      if (kind === KIND.started) { if (state.last.start === 1) ++this.course.cold[here]; this.course.busy[here] = Math.max(this.course.busy[here], state.lives[3]); }
      else if (kind === KIND.created) { const live = alive(); this.course.live[here] = Math.max(this.course.live[here], live); this.mostLive = Math.max(this.mostLive, live); }
      else if (kind === KIND.lost && !state.last.again) ++this.course.lost[here];
    }
    while (++bin < bins) { this.course.live[bin] = alive(); this.course.busy[bin] = state.lives[3]; }
    this.slots = state.hosts.map(host => Math.max(1, host.slots.length));
    this.mostTop = state.top;
    this.capacity = state.vms.reduce((most, vm) => Math.max(most, vm ? vm.capacity : 0), 0);
    this.bins = bins;
  }

  // The state after all records up to and including the instant `at`.
  stateAt(at) {
    let low = 0, high = this.keys.length - 1;
    while (low < high) { const middle = (low + high + 1) >> 1; if (this.keys[middle].at <= at) low = middle; else high = middle - 1; }
    const state = this.keys[low].copy();
    while (state.nextAt() <= at) state.apply();
    return state;
  }

  // The last instant with a record before `at`, or the beginning.
  before(at) {
    let low = 0, high = this.keys.length - 1;
    while (low < high) { const middle = (low + high + 1) >> 1; if (this.keys[middle].at < at) low = middle; else high = middle - 1; }
    const state = this.keys[low].copy();
    while (state.nextAt() < at) state.apply();
    return state.at < at ? Math.max(this.from, state.at) : this.from;
  }

  // The memory of instances at the keyframes, in MiB.
  sizes() {
    const sizes = [];
    for (const state of this.keys) for (let row = 0; row < state.life.length && sizes.length < 20000; row += 1) if (state.life[row]) sizes.push(state.memory[row]);
    return sizes;
  }

  functionName(fn) {
    const of = this.meta.functions[fn];
    return this.meta.tenants.length > 1 ? this.meta.tenants[of.tenant] + "/" + of.name : of.name;
  }
}
