// The page of a comparison, or of several replications of one scenario.
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
