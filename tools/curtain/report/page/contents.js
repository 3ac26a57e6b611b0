// The common parts of the pages of a run and of a comparison.
// The outcomes of an invocation except completion.
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

const TABLE_COLUMNS = [["memory_mib", "memory, MiB"], ["functions", "functions"], ["arrived", "arrived"], ["completed", "completed"], ...FAILURES.map(name => [name, name.replace("_", " ")]),
  ["cold", "cold"], ["cold_ratio", "cold share"], ["latency_p50_s", "latency p50"], ["latency_p99_s", "latency p99"], ["latency_mean_s", "latency mean"], ["slowdown_mean", "slowdown"], ["instances_created", "instances"], ["busy_gib_s", "busy, GiB s"], ["idle_gib_s", "idle, GiB s"], ["total_usd", "bill"]];

// The arrivals over time of each function and each tenant, from arrivals.csv. The result maps names to {counts, bin}.
function arrivalsOf(text) {
  const functions = new Map(), tenants = new Map();
  for (const row of parseCsv(text || "").rows) {
    const counts = row.arrived.split(" ").map(Number), bin = Number(row.bin_s), sums = tenants.get(row.tenant);
    functions.set(row.tenant + "\n" + row.function, { counts, bin });
    tenants.set(row.tenant, { bin, counts: sums ? sums.counts.map((sum, i) => sum + counts[i]) : counts });
  }
  return { functions, tenants };
}

// `spark(row)` returns the arrivals of a row over time. Without `spark`, the table has no such column.
function addBreakdown(parent, label, csv, texts, spark) {
  const present = TABLE_COLUMNS.filter(([name]) => csv.names.includes(name) && (!FAILURES.includes(name) || csv.rows.some(row => Number(row[name]) > 0)));
  const total = course => course ? course.counts.reduce((sum, count) => sum + count, 0) : null;
  const columns = [...texts.filter(name => csv.names.includes(name)).map(name => ({ key: name, name, text: true })),
    ...(spark ? [{ key: spark, name: "arrivals", note: "The arrivals over time. Each row has its own scale.", draw: sparkline, order: total }] : []),
    ...present.map(([key, name]) => ({ key, name, format: key.endsWith("_usd") ? usd : key.endsWith("gib_s") ? plain : key.endsWith("_s") ? seconds : key.endsWith("ratio") ? share : plain }))];
  addTable(parent, label, columns, csv.rows.map(row => columns.map(column => column.draw ? spark(row) || null : column.text ? row[column.key] : number(row[column.key]))), 15);
}

function addMetrics(parent, metrics) {
  addTable(parent, "metrics", [{ name: "metric", text: true }, { name: "value", format: (value, row) => formatOf(row[0])(value) }, { name: "meaning", prose: true, text: true }],
    Object.entries(metrics).map(([name, value]) => [name, value, meaningOf(name)]), 12);
}

// Lists the assumptions of the results. `summary` is the document with the warnings and, for one run, the prices and the warm-up.
function addAssumptions(parent, summary, scenario) {
  const notes = [], setting = name => ((scenario || "").match(new RegExp(`^${name}: *(.+)$`, "m")) || [])[1];
  const platform = ((scenario || "").match(/^platform:\n {2}resolved: (.+)$/m) || [])[1];
  if (platform) notes.push(`The platform is the profile ${platform}. Its file states for each figure whether it is measured, documented or assumed.`);
  if (summary.prices && summary.prices.era) notes.push(`The prices are those of ${summary.prices.era}.`);
  if (summary.prices) notes.push(...summary.prices.leaves_out.map(what => "The bill does not include this charge: " + what + "."));
  if (summary.warm_up) notes.push(`MSER-5 has determined a warm-up of ${seconds(summary.warm_up.warmup_s)}, which is not counted${summary.warm_up.settled ? "" : "; the initial transient may not be over"}.`);
  else if (scenario && setting("warmup") && setting("warmup") !== "0s") notes.push(`The first ${setting("warmup")} are a warm-up, which is simulated but not counted.`);
  if (summary.varies) notes.push(`Between replications: ${summary.varies}.`);
  notes.push(...summary.warnings.map(warning => "Warning: " + (warning.setting ? warning.setting + ": " : "") + warning.text));
  if (notes.length) section(parent, "Assumptions").append(el("ul", { class: "plain" }, notes.map(note => el("li", {}, note))));
}
