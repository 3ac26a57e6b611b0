// The picture of hosts as trays, VMs as boxes in the trays, and instances as tiles. Only the changed parts of the canvas are drawn again.

// Colours of different lightness that people with any colour vision can distinguish (Okabe and Ito).
const LIFE_COLOURS = { provisioning: "#b35900", initialising: "#e69f00", busy: "#0072b2", idle: "#56b4e9", draining: "#cc79a7", unrecorded: "#8a8f98" };
const LIFE_NAMES = ["", "starting", "idle", "busy", "draining", "alive, its calls not recorded"];
const FADES = 8;

function canvasFor(width, height, label) {
  const scale = Math.min(window.devicePixelRatio || 1, 2);
  const canvas = el("canvas", { width: Math.round(width * scale), height: Math.round(height * scale), role: "img", "aria-label": label });
  canvas.style.width = width + "px";
  canvas.style.height = height + "px";
  const ink = canvas.getContext("2d", { alpha: false });
  ink.scale(scale, scale);
  return { canvas, ink, width, height };
}

class TilesView {
  // All `recordings` have the same scale, so that two pictures can be compared.
  constructor(recording, recordings, width, height, colourBy) {
    this.recording = recording;
    this.colourBy = colourBy;
    this.arrange(recordings, width, height);
    const made = canvasFor(this.width, this.height, "Hosts are trays, VMs are boxes in the trays, and instances are tiles. The counts are below as text.");
    this.canvas = made.canvas;
    this.ink = made.ink;
    this.dirty = [];
    this.isDirty = [];
    this.level = [];
    this.dirtyVms = new Set();
    this.dirtyHosts = new Set();
    this.moving = [];
    this.starting = new Set();
    this.sweepAt = 0;
    this.drawn = 0;
    this.colours = [];
  }

  // Computes the sizes of a VM's box and a host's tray, and the position of each tray.
  arrange(recordings, width, height) {
    const slotsOf = recording => {
      const { hosts, vms_on_a_host: room } = recording.meta, used = recording.slots;
      const all = hosts !== null && hosts <= 4 * Math.max(used.length, 8) ? hosts : used.length;
      const slots = Array.from({ length: Math.max(all, 1) }, (_, host) => used[host] || 1);
      const most = slots.reduce((a, b) => Math.max(a, b), 1), total = slots.reduce((a, b) => a + b, 0);
      return room !== null && room <= 64 && room * slots.length <= Math.max(2.5 * total, 64) ? slots.map(() => Math.max(room, most)) : slots;
    };
    // With two recordings, both pictures have the trays of both, so that each position is the same host in both pictures.
    const all = recordings.map(slotsOf), slots = all.reduce((a, b) => Array.from({ length: Math.max(a.length, b.length) }, (_, host) => Math.max(a[host] || 0, b[host] || 0)));
    const capacity = Math.max(...recordings.map(r => r.capacity)), top = Math.max(...recordings.map(r => r.mostTop), 1);
    this.shown = capacity > 3 * top ? top * 1.15 : Math.max(capacity, 1);
    this.isCut = this.shown < capacity;
    // A box with the whole memory of such VMs would look empty, so that no tile could be seen.
    this.scaleText = this.isCut ? `Scale: a full box is ${plain(this.shown)} MiB, ${plain(100 * this.shown / capacity)} % of the ${plain(capacity)} MiB that a VM has for instances. The rest of each VM is empty and is not drawn.`
      : `Scale: a full box is ${plain(capacity)} MiB, the memory that a VM has for instances.`;
    const sizes = recordings.flatMap(r => r.sizes()).sort((a, b) => a - b), typical = sizes[Math.floor(sizes.length / 2)] || 128;
    const strips = this.shown / typical;
    this.columns = Math.max(1, Math.round(Math.sqrt(strips / 40)));
    // The boxes are as large as possible without scrolling. If they would be too small, the picture scrolls.
    const least = Math.min(150, Math.max(22, strips / this.columns * 3.2));
    const layOutAt = (tall, wide) => this.layOut(slots, width, Math.floor(tall), Math.max(6, Math.floor(wide)));
    for (let tall = 150; tall >= least; tall -= 3) {
      for (const part of [0.75, 0.6, 0.45, 0.3, 0.2]) if (layOutAt(tall, Math.min(90, tall * part) * Math.min(this.columns, 4)).height <= height) return;
    }
    layOutAt(least, 7 * this.columns);
  }

  layOut(slots, width, tall, wide) {
    this.boxWide = wide;
    this.boxTall = tall;
    const gap = wide > 14 ? 4 : 2, pad = 5;
    this.labelled = wide > 24 || Math.max(...slots) > 2;
    const label = this.labelled ? 15 : 2;
    const trays = slots.map(count => {
      const most = Math.max(1, Math.min(count, Math.floor((width - 2 * pad) / (wide + gap)), slots.length === 1 ? count : Math.ceil(Math.sqrt(count * (tall + gap) / (wide + gap) * 1.8))));
      const across = Math.ceil(count / Math.ceil(count / most));  // rows of about the same length
      return { across, wide: across * (wide + gap) + 2 * pad - gap, tall: Math.ceil(count / across) * (tall + gap) + label + pad - gap + 2 };
    });
    let x = 0, y = 0, tallest = 0;
    this.trays = trays.map((tray, host) => {
      if (x > 0 && x + tray.wide > width) { x = 0; y += tallest + 7; tallest = 0; }
      const at = { x, y, wide: tray.wide, tall: tray.tall, across: tray.across, count: slots[host] };
      x += tray.wide + 7;
      tallest = Math.max(tallest, tray.tall);
      return at;
    });
    this.gap = gap; this.pad = pad; this.label = label;
    this.width = width;
    this.height = Math.max(60, y + tallest + 2);
    return this;
  }

  placeOfVm(vm) {
    const tray = this.trays[vm.host];
    if (!tray) return null;
    return { x: tray.x + this.pad + (vm.slot % tray.across) * (this.boxWide + this.gap), y: tray.y + this.label + Math.floor(vm.slot / tray.across) * (this.boxTall + this.gap) };
  }

  // The rectangles of a tile. There is one, or two if the tile continues at the bottom of the next column.
  rects(state, row) {
    const vm = state.vms[state.vmOf[row]], place = vm && this.placeOfVm(vm);
    if (!place) return [];
    const { columns } = this, each = this.shown / columns, wide = this.boxWide / columns, rects = [];
    let from = state.offset[row], left = state.memory[row];
    while (left > 1e-9 && from < this.shown) {
      const column = Math.min(columns - 1, Math.floor(from / each + 1e-9)), until = Math.min(from + left, (column + 1) * each);
      const low = (from - column * each) / each * this.boxTall, high = (until - column * each) / each * this.boxTall;
      const y0 = Math.round(place.y + this.boxTall - high), y1 = Math.round(place.y + this.boxTall - low), x0 = Math.round(place.x + column * wide), x1 = Math.round(place.x + (column + 1) * wide);
      const space = y1 - y0 >= 4 ? 1 : 0, beside = columns > 1 && wide >= 4 ? 1 : 0;
      rects.push([x0, y0, x1 - x0 - beside, Math.max(y1 - y0 - space, 1)]);
      if (until <= from) break;
      left -= until - from;
      from = until;
    }
    return rects;
  }

  theme() {
    return isDark() ? { back: "#14171c", tray: "#1d2229", box: "#2b323b", empty: "#232931", line: "#5d6875", text: "#a2abb6", down: "#5c2b28" } : { back: "#ffffff", tray: "#f0f2f5", box: "#dfe4ea", empty: "#e9ecf0", line: "#8b96a3", text: "#57606a", down: "#f3c6c2" };
  }

  // How much an idle instance has faded: FADES directly after its last use, 1 directly before its end.
  fade(state, row, now) {
    const until = state.until[row];
    if (!(until < Infinity)) return FADES;
    const left = (until - now) / Math.max(until - state.since[row], 1);
    return Math.max(1, Math.min(FADES, Math.ceil(left * FADES)));
  }

  // The appearance of a tile as a number, which contains its state and how much it has faded.
  look(state, row, now) {
    switch (state.life[row]) {
      case LIFE.starting: return now >= state.initAt[row] ? 101 : 100;
      case LIFE.idle: return this.fade(state, row, now);
      case LIFE.busy: return 102;
      case LIFE.draining: return 103;
      case LIFE.unrecorded: return 104;
      default: return 0;
    }
  }

  colour(state, row, look) {
    const key = this.colourBy === "state" ? look : look + 200 * (1 + (this.colourBy === "tenant" ? this.recording.meta.functions[state.fnOf[row]].tenant : state.fnOf[row]) % 24);
    return this.colours[key] || (this.colours[key] = this.mixed(key));
  }

  mixed(key) {
    const look = key % 200, group = Math.floor(key / 200) - 1, back = this.theme().box;
    const mix = (colour, part) => {
      const number = (text, i) => parseInt(text.slice(1 + 2 * i, 3 + 2 * i), 16);
      return "rgb(" + [0, 1, 2].map(i => Math.round(number(colour, i) * part + number(back, i) * (1 - part))).join(",") + ")";
    };
    const strength = look <= FADES ? 0.12 + 0.78 * look / FADES : 1;
    if (group < 0) {
      const names = { 100: "provisioning", 101: "initialising", 102: "busy", 103: "draining", 104: "unrecorded" };
      return mix(LIFE_COLOURS[names[look] || "idle"], look <= FADES ? strength : 1);
    }
    const colour = COLOURS[group % 8];
    return mix(colour, look === 102 ? 1 : look === 104 ? 0.45 : look <= FADES ? 0.1 + 0.5 * look / FADES : look === 103 ? 0.7 : 0.3);
  }

  drawTile(state, row, now) {
    if (!state.life[row]) return;
    const look = this.look(state, row, now);
    this.level[row] = look;
    this.ink.fillStyle = this.colour(state, row, look);
    for (const [x, y, w, h] of this.rects(state, row)) {
      this.ink.fillRect(x, y, w, h);
      if (this.colourBy !== "state" && (look === 100 || look === 101) && h > 3 && w > 6) { this.ink.clearRect(x + 1, y + 1, w - 2, h - 2); this.ink.fillStyle = this.theme().back; this.ink.fillRect(x + 1, y + 1, w - 2, h - 2); }
    }
    ++this.drawn;
  }

  drawVm(state, id, now) {
    const vm = state.vms[id], place = vm && this.placeOfVm(vm), theme = this.theme();
    if (!place) return;
    this.ink.fillStyle = theme.tray;
    this.ink.fillRect(place.x - 1, place.y - 1, this.boxWide + 2, this.boxTall + 2);
    if (!vm.open) { this.drawSlot(place, theme); return; }
    this.ink.fillStyle = vm.crashed ? theme.down : theme.box;
    this.ink.fillRect(place.x, place.y, this.boxWide, this.boxTall);
    if (vm.crashed) return;
    if (this.boxWide >= 5) { this.ink.strokeStyle = theme.line; this.ink.lineWidth = 1; this.ink.strokeRect(place.x - 0.5, place.y - 0.5, this.boxWide + 1, this.boxTall + 1); }
    for (const row of vm.members) this.drawTile(state, row, now);
  }

  drawSlot(place, theme) {
    this.ink.fillStyle = theme.empty;
    this.ink.fillRect(place.x, place.y, this.boxWide, this.boxTall);
  }

  drawTray(state, host, now) {
    const tray = this.trays[host], theme = this.theme(), of = state.hosts[host];
    if (!tray) return;
    this.ink.fillStyle = of && of.down ? theme.down : theme.tray;
    this.ink.fillRect(tray.x, tray.y, tray.wide, tray.tall);
    if (this.labelled) {
      this.ink.fillStyle = theme.text;
      this.ink.font = "11px system-ui, sans-serif";
      const text = tray.wide > 52 ? "host " + host : String(host);
      this.ink.fillText(of && of.down && tray.wide > 90 ? text + ", down" : text, tray.x + this.pad, tray.y + 11);
    }
    for (let slot = 0; slot < tray.count; ++slot) {
      const vm = of && of.slots[slot] !== undefined ? of.slots[slot] : -1;
      if (vm >= 0) this.drawVm(state, vm, now);
      else this.drawSlot(this.placeOfVm({ host, slot }), theme);
    }
  }

  drawAll(state, now) {
    this.colours = [];
    this.dirty.length = 0;
    this.isDirty = [];
    this.dirtyVms.clear();
    this.dirtyHosts.clear();
    this.moving.length = 0;
    this.starting.clear();
    this.ink.fillStyle = this.theme().back;
    this.ink.fillRect(0, 0, this.width, this.height);
    for (let host = 0; host < this.trays.length; ++host) this.drawTray(state, host, now);
    for (let row = 0; row < state.life.length; ++row) if (state.life[row] === LIFE.starting) this.starting.add(row);
  }

  // The functions that a state calls when it changes.
  sink(state, calm) {
    return {
      tile: row => {
        if (!this.isDirty[row]) { this.isDirty[row] = true; this.dirty.push(row); }
        const life = state.life[row];
        if (life === LIFE.starting) {
          this.starting.add(row);
          if (!calm && this.moving.length < 150) this.moving.push(this.movement(state, row, true));
        } else if (life === LIFE.none) {
          this.starting.delete(row);
          const rects = this.rects(state, row);
          this.clear(rects);
          if (!calm && this.moving.length < 150) this.moving.push({ ...this.movement(state, row, false), rects, colour: this.colour(state, row, this.level[row] || 1) });
        }
      },
      vm: vm => this.dirtyVms.add(vm),
      host: host => this.dirtyHosts.add(host),
    };
  }

  movement(state, row, comes) {
    const vm = state.vmOf[row];
    return { row, vm, home: state.vms[vm], since: 0, comes, from: state.offset[row], memory: state.memory[row] };
  }

  clear(rects) {
    this.ink.fillStyle = this.theme().box;
    for (const [x, y, w, h] of rects) this.ink.fillRect(x, y, w, h);
  }

  // Draws the changes since the last call. `now` is the instant of the run, and `real` the wall-clock time.
  refresh(state, now, real) {
    for (const host of this.dirtyHosts) this.drawTray(state, host, now);
    this.dirtyHosts.clear();
    for (const vm of this.dirtyVms) this.drawVm(state, vm, now);
    this.dirtyVms.clear();
    for (const row of this.dirty) { this.isDirty[row] = false; this.drawTile(state, row, now); }
    this.dirty.length = 0;
    for (const row of this.starting) if (this.level[row] !== this.look(state, row, now)) this.drawTile(state, row, now);
    const count = state.life.length, part = Math.min(count, Math.max(400, Math.ceil(count / 20)));
    for (let i = 0; i < part; ++i) {
      const row = this.sweepAt = (this.sweepAt + 1) % count;
      if (state.life[row] === LIFE.idle && this.level[row] !== this.fade(state, row, now)) this.drawTile(state, row, now);
    }
    this.move(state, now, real);
  }

  // New tiles grow, and tiles that were removed shrink.
  move(state, now, real) {
    const lasts = 260;
    this.moving = this.moving.filter(each => {
      if (!each.since) each.since = real;
      const done = (real - each.since) / lasts, { row, home } = each, isThere = state.life[row] !== LIFE.none;
      if (state.vms[each.vm] !== home || !home.open || home.crashed) return false;
      const from = each.from, until = from + each.memory;
      // The instance may have ended, or another instance may use its row or its position.
      const isOver = each.comes ? !isThere : isThere || home.members.some(other => state.offset[other] < until && state.offset[other] + state.memory[other] > from);
      if (isOver || done >= 1) { this.dirtyVms.add(each.vm); return false; }
      const rects = each.comes ? this.rects(state, row) : each.rects, size = each.comes ? done : 1 - done;
      this.clear(rects);
      this.ink.fillStyle = each.comes ? this.colour(state, row, this.look(state, row, now)) : each.colour;
      for (const [x, y, w, h] of rects) { const wide = Math.max(1, w * size); this.ink.fillRect(x + (w - wide) / 2, y, wide, h); }
      return true;
    });
  }

  // The object at a position of the picture: {row}, {vm}, {host}, or null.
  find(state, x, y) {
    for (let host = 0; host < this.trays.length; ++host) {
      const tray = this.trays[host];
      if (x < tray.x || y < tray.y || x >= tray.x + tray.wide || y >= tray.y + tray.tall) continue;
      const of = state.hosts[host];
      for (let slot = 0; of && slot < of.slots.length; ++slot) {
        const place = this.placeOfVm({ host, slot });
        if (of.slots[slot] < 0 || x < place.x || y < place.y || x >= place.x + this.boxWide || y >= place.y + this.boxTall) continue;
        const vm = of.slots[slot];
        for (const row of state.vms[vm].members) for (const [left, top, w, h] of this.rects(state, row)) if (x >= left && x <= left + w && y >= top && y <= top + h + 1) return { row };
        return { vm };
      }
      return { host };
    }
    return null;
  }
}
