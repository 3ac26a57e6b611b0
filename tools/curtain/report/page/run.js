// The page of one run.
function drawRun(parent, folder) {
  const summary = JSON.parse(folder.files["summary.json"]), { metrics } = summary;
  if (summary.partial) parent.append(el("p", { class: "note" }, "The run was interrupted: these are the figures so far."));
  addCards(section(parent, "At a glance"), metrics);
  const part = section(parent, "How long it took"), grid = el("div", { class: "charts" }), histograms = parseCsv(folder.files["histograms.csv"] || "").rows;
  part.append(grid);
  const latency = histogramOf(histograms, "latency"), cold = histogramOf(histograms, "cold_start");
  if (latency.length) {
    addChart(grid, { title: "Latency, cumulative", caption: "The share of completed invocations with at most this latency.", x: latencyAxis, y: { label: "share of invocations", format: share, from: 0, to: 1 }, series: [{ name: "latency", kind: "step", points: cdfOf(latency) }], marks: quantileMarks(metrics, "latency") });
    addChart(grid, { title: "Latency, histogram", caption: "Completed invocations by latency, twelve classes for each factor of ten.", x: latencyAxis, y: { label: "invocations", format: plain, from: 0 }, series: [{ name: "latency", kind: "bars", points: coarser(latency) }], marks: quantileMarks(metrics, "latency") });
  }
  if (cold.length) addChart(grid, { title: "Cold starts, cumulative", caption: "The share of cold attempts that waited at most this time for their start-up.", x: latencyAxis, y: { label: "share of cold attempts", format: share, from: 0, to: 1 }, series: [{ name: "cold start", kind: "step", points: cdfOf(cold) }], marks: quantileMarks(metrics, "cold_start") });
  if (folder.files["timeseries.csv"]) addTimes(section(parent, "Over time"), parseCsv(folder.files["timeseries.csv"]));
  if (folder.files["tenants.csv"]) addBreakdown(section(parent, "Tenants"), "tenants", parseCsv(folder.files["tenants.csv"]), ["tenant"]);
  if (folder.files["functions.csv"]) addBreakdown(section(parent, "Functions"), "functions", parseCsv(folder.files["functions.csv"]), ["tenant", "function"]);
  addMetrics(section(parent, "All metrics"), metrics);
  addNotes(parent, summary);
  section(parent, "The scenario, resolved").append(el("pre", { tabindex: 0 }, folder.files["scenario.yaml"]));
}
