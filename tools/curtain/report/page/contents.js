// What the pages of a run and of a comparison have in common.
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
