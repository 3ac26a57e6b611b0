"use strict";
// Appended to the page's own script by tests/program/report/try_page: uses the page like a reader, and writes failed
// checks into the element #tested.
const wrong = [], saved = [];
let checks = 0;
window.addEventListener("error", event => wrong.push("error: " + event.message));
function check(holds, what) { ++checks; if (!holds) wrong.push(what); }
download = (name, type, data) => saved.push({ name, type, data });

function press(node, key, more) { node.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more })); }
function drag(svg, from, to) {
  const box = svg.getBoundingClientRect(), at = share => ({ clientX: box.left + box.width * share, clientY: box.top + 20, bubbles: true, buttons: 1 });
  svg.dispatchEvent(new PointerEvent("pointerdown", at(from)));
  svg.dispatchEvent(new PointerEvent("pointermove", at(to)));
  svg.dispatchEvent(new PointerEvent("pointerup", at(to)));
}

function tryChart(chart) {
  const { title } = chart.spec;
  check(!/NaN|Infinity|undefined/.test(chart.svg.outerHTML), title + ": a coordinate is no number");
  press(chart.svg, "ArrowRight");
  press(chart.svg, "ArrowRight");
  const isForest = chart.spec.series.some(s => s.kind === "intervals");
  check(isForest || chart.readout.textContent.length > 3, title + ": the keyboard shows no value");
  const whole = chart.domain();
  press(chart.svg, "+", { ctrlKey: true });
  check(String(chart.domain()) === String(whole), title + ": Ctrl + is not left to the browser");
  press(chart.svg, "+");
  const closer = chart.domain();
  check(closer[1] - closer[0] < whole[1] - whole[0], title + ": plus does not zoom in");
  press(chart.svg, "0");
  check(String(chart.domain()) === String(whole), title + ": 0 does not show the whole");
  drag(chart.svg, 0.4, 0.7);
  const dragged = chart.domain();
  check(dragged[0] > whole[0] && dragged[1] < whole[1], title + ": a drag does not zoom");
  chart.setZoom(null);
  const before = saved.length;
  for (const button of chart.node.querySelectorAll(".tools button")) button.click();
  const files = saved.slice(before), svg = files.find(f => f.name.endsWith(".svg")), csv = files.find(f => f.name.endsWith(".csv"));
  check(svg && new DOMParser().parseFromString(svg.data, "image/svg+xml").querySelector("parsererror") === null, title + ": the SVG is no XML");
  check(csv && parseCsv(csv.data).rows.length > 0, title + ": the CSV has no rows");
  for (const button of chart.node.querySelectorAll(".tools button")) if (button.textContent === "Log scale") button.click();
  chart.setZoom(null);
}

function tryTable(table) {
  const label = table.getAttribute("aria-label"), heads = [...table.querySelectorAll("th button")];
  heads.forEach((button, i) => {
    button.click();
    check(table.querySelectorAll("th")[i].getAttribute("aria-sort") !== "none", label + ": a column does not sort");
  });
  const search = table.parentNode.previousSibling.querySelector("input"), rows = () => table.querySelectorAll("tbody tr").length, all = rows();
  search.value = "no such name";
  search.dispatchEvent(new Event("input"));
  check(rows() === 0, label + ": the search finds what is not there");
  search.value = "";
  search.dispatchEvent(new Event("input"));
  check(rows() === all, label + ": an empty search hides rows");
}

RESULTS.forEach((folder, i) => {
  draw(i);
  check(document.getElementById("title").textContent === folder.title, "the title is another");
  const least = folder.files["summary.json"] && JSON.parse(folder.files["summary.json"]).metrics["invocations.completed"] === 0 ? 1 : 4;
  check(charts.length >= least, "there are " + charts.length + " charts");
  charts.slice().forEach(tryChart);
  document.querySelectorAll("table").forEach(tryTable);
  if (folder.files["comparison.json"]) {
    const { variants } = JSON.parse(folder.files["comparison.json"]), details = [...document.querySelectorAll("details")];
    check(details.map(d => d.querySelector("summary").textContent).join() === variants.join(), "the scenarios have other names than the variants");
    check(details.every((d, k) => d.querySelector("pre").textContent === folder.files[`variant-${k + 1}.yaml`]), "a scenario is another one");
  }
  if (folder.files["summary.json"]) {
    const { metrics } = JSON.parse(folder.files["summary.json"]);
    const shown = Object.fromEntries([...document.querySelectorAll(".card")].map(c => [c.children[0].textContent, c.children[1].textContent]));
    check(shown["completed"] === plain(metrics["invocations.completed"]), "completed is " + shown["completed"]);
    check(shown["cold starts"] === plain(metrics["cold_start.count"]), "cold starts is " + shown["cold starts"]);
    check(shown["latency, median"] === seconds(metrics["latency.p50_s"]), "the median is " + shown["latency, median"]);
    check(shown["bill"] === usd(metrics["billing.cost_usd"]), "the bill is " + shown["bill"]);
    // The curve and the folder's histogram have the same points.
    const buckets = parseCsv(folder.files["histograms.csv"]).rows.filter(row => row.distribution === "latency");
    const curve = charts.find(c => c.spec.title === "Latency, cumulative");
    check((curve !== undefined) === buckets.length > 0, "the curve of latencies is there without any, or is not there");
    if (curve) {
      const points = curve.spec.series[0].points;
      check(points.length === buckets.length + 1, "the curve has other points than the histogram");
      check(points[points.length - 1][0] === Number(buckets[buckets.length - 1].to_s) && Math.abs(points[points.length - 1][1] - 1) < 1e-9, "the curve ends elsewhere");
    }
  }
});
const before = document.documentElement.dataset.theme;
document.getElementById("theme").click();
check(document.documentElement.dataset.theme !== before, "the theme does not change");
check(document.getElementById("hostile") === null, "a name became an element");
check(document.body.textContent.includes("hostile"), "the hostile name is not shown");
check(share(8770013 / 8770088) === "99.99914 %" || share(8770013 / 8770088) === "99.9991 %", "a share that is nearly whole is " + share(8770013 / 8770088));
check(formatOf("latency.p99_s{function=density}")(0.3) === "300 ms" && formatOf("invocations.completed{function=share}")(5) === "5", "labels change the unit of a metric");
check(Object.values(METRICS).every(m => m.meaning && (m.unit in FORMATS || m.unit === "count" || m.unit === "number")), "a metric has an unknown unit");
const sortedTable = el("div");
addTable(sortedTable, "sorted", [{ name: "time", order: v => v.mean, format: v => seconds(v.mean) }], [0.9, null, 2, 10].map(mean => [{ mean }]));
sortedTable.querySelector("th button").click();
check([...sortedTable.querySelectorAll("td")].map(td => td.textContent).join() === "10 s,2 s,900 ms,none", "a column is not sorted by its numbers");
check(share(1) === "100 %" && share(0.5) === "50 %" && share(0) === "0 %", "a share is written otherwise");
check(performance.getEntriesByType("resource").length === 0, "the page asks the network");
document.body.append(el("pre", { id: "tested" }, wrong.length ? "WRONG: " + wrong.join(" | ") : `all ${checks} checks hold`));
