// The page of one run.
function drawRun(parent, folder) {
  const summary = JSON.parse(folder.files["summary.json"]), { metrics } = summary;
  if (summary.partial) parent.append(el("p", { class: "note" }, "The run was interrupted, so the figures cover only its first part."));
  addCards(section(parent, "At a glance"), metrics);
  addPicture(parent, RESULTS.indexOf(folder));
  for (const title of new Set(folder.figures.map(figure => figure.section))) addCharts(section(parent, title), folder.figures.filter(figure => figure.section === title));
  const arrivals = folder.files["arrivals.csv"] ? arrivalsOf(folder.files["arrivals.csv"]) : null;
  if (folder.files["tenants.csv"]) addBreakdown(section(parent, "Tenants"), "tenants", parseCsv(folder.files["tenants.csv"]), ["tenant"], arrivals && (row => arrivals.tenants.get(row.tenant)));
  if (folder.files["functions.csv"]) addBreakdown(section(parent, "Functions"), "functions", parseCsv(folder.files["functions.csv"]), ["tenant", "function"], arrivals && (row => arrivals.functions.get(row.tenant + "\n" + row.function)));
  addMetrics(section(parent, "All metrics"), metrics);
  addAssumptions(parent, summary, folder.files["scenario.yaml"]);
  section(parent, "The scenario, resolved").append(el("pre", { tabindex: 0 }, folder.files["scenario.yaml"]));
}
