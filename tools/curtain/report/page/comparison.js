// The page of a comparison, or of several replications of one scenario.
function drawComparison(parent, folder) {
  const comparison = JSON.parse(folder.files["comparison.json"]), variants = comparison.variants, names = Object.keys(comparison.metrics);
  const meanOf = estimate => estimate.mean;
  const written = (name, { mean, half_width }) => half_width > 1e-12 * Math.abs(mean) ? withHalfWidth(metricOf(name).unit, mean, half_width) : formatOf(name)(mean);
  const glance = section(parent, "Variants", `Means of ${comparison.replications} replications with ${comparison.confidence * 100} % intervals. ${comparison.varies ? "What varies between replications: " + comparison.varies + "." : ""}`);
  const main = ["invocations.completed", "invocations.throttled", "invocations.refused", "cold_start.ratio", "latency.p50_s", "latency.p99_s", "slowdown.p99", "memory.idle_gib_s", "vms.mean", "packing.density", "billing.cost_usd"].filter(name => comparison.metrics[name]);
  addTable(glance, "variants", [{ name: "variant", text: true }, ...main.map(name => ({ name, note: meaningOf(name), order: meanOf, format: value => written(name, value) }))], variants.map((variant, i) => [variant, ...main.map(name => comparison.metrics[name].by_variant[i])]), 30);
  comparison.failures.forEach((failure, i) => { if (failure) glance.append(el("p", { class: "note" }, `${variants[i]} failed: ${failure}`)); });

  if (variants.length > 1) {
    const first = variants.indexOf(comparison.first_that_ran);
    const part = section(parent, "Differences", `The differences are paired with ${variants[first]}, because both variants of a pair have the same arrivals. An interval that does not contain 0 means a significant difference.`);
    const holder = el("div"), differ = folder.figures.filter(figure => figure.section === "Differences");
    const choose = el("select", { "aria-label": "Metric of the differences", onchange: () => show(choose.value) }, differ.map(figure => el("option", { value: figure.name }, figure.series[0].name)));
    const show = name => {
      holder.replaceChildren();
      addChart(holder, differ.find(figure => figure.name === name));
    };
    if (differ.length) {
      part.append(el("div", { class: "above" }, choose), el("div", { class: "charts" }, holder));
      choose.value = (differ.find(figure => figure.name === "difference-cold_start.ratio") || differ[0]).name;
      show(choose.value);
    } else part.append(el("p", {}, "No metric differs."));
  }

  addCharts(section(parent, "Distributions", "One curve for each variant, over all of its replications."), folder.figures.filter(figure => figure.section === "Distributions"));
  const functions = parseCsv(folder.files["functions.csv"] || "");
  addTable(section(parent, "All metrics"), "metrics", [{ name: "metric", text: true }, ...variants.map(name => ({ name, order: meanOf, format: (value, row) => written(row[0], value) })), { name: "meaning", prose: true, text: true }], names.map(name => [name, ...comparison.metrics[name].by_variant, meaningOf(name)]), 12);
  if (folder.files["tenants.csv"]) addBreakdown(section(parent, "Tenants"), "tenants", parseCsv(folder.files["tenants.csv"]), ["variant", "tenant"]);
  if (functions.rows.length) addBreakdown(section(parent, "Functions"), "functions", functions, ["variant", "tenant", "function"]);
  addAssumptions(parent, comparison, folder.files["variant-1.yaml"]);
  section(parent, "The scenarios, resolved").append(...variants.map((variant, i) => el("details", {}, el("summary", {}, variant), el("pre", { tabindex: 0 }, folder.files[`variant-${i + 1}.yaml`]))));
}
