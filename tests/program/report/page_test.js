"use strict";
// tests/program/report/try_page appends this script to the page's own script. It uses the page like a reader,
// and writes failed checks into the element #tested.
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

// The files that `curtain report --figure` wrote for the same results: {"0/latency-cdf.csv": text}.
const written = Object.fromEntries([...document.querySelectorAll("script.written")].map(node => [node.dataset.name, node.textContent.trim().replaceAll("\\u003c", "<") + "\n"]));

// Compares the lines of an SVG with the points of its series, by the scales that the plot states.
function tryDrawing(svg, spec, what) {
  const plot = svg.querySelector(".plot"), two = name => plot.getAttribute(name).split(" ").map(Number);
  const scale = axis => {
    const [from, to] = two("data-" + axis), [first, last] = two(`data-${axis}-at`), on = plot.getAttribute("data-scale-" + axis) === "log" ? Math.log : v => v;
    return v => first + (on(Math.min(Math.max(v, from), to)) - on(from)) / (on(to) - on(from)) * (last - first);
  };
  const x = scale("x"), y = plot.hasAttribute("data-y") ? scale("y") : null, isLog = plot.getAttribute("data-scale-x") === "log";
  const attributes = (group, tag, names) => [...group.querySelectorAll(tag)].map(node => names.map(name => Number(node.getAttribute(name))));
  const groups = [...plot.querySelectorAll("[data-series]")];
  check(groups.map(g => g.getAttribute("data-series")).join() === spec.series.map(s => s.name).join(), what + ": other series");
  const same = (drawn, wanted, part) => check(drawn.length === wanted.length && drawn.every((place, i) => place.every((v, k) => Math.abs(v - wanted[i][k]) <= 0.11)),
    `${what}: ${part} of ${drawn.length} are drawn elsewhere than ${wanted.length}`);
  groups.forEach((group, i) => {
    const { kind, points } = spec.series[i];
    if (kind === "line" || kind === "step") {
      const at = [], path = group.querySelector("path").getAttribute("d") || "";
      for (const [, letter, text] of path.matchAll(/([MHVL])([^MHVL]+)/g)) {
        const numbers = text.trim().split(" ").map(Number);
        if (letter === "H") at.push([numbers[0], null]);
        else if (letter === "V") at[at.length - 1][1] = numbers[0];
        else at.push(numbers);
      }
      same(at, points.filter(p => p[1] !== null && (!isLog || p[0] > 0)).map(p => [x(p[0]), y(p[1])]), "vertices");
    } else if (kind === "points") same(attributes(group, "circle", ["cx", "cy"]), points.map(p => [x(p[0]), y(p[1])]), "dots");
    else if (kind === "bars") same(attributes(group, "rect", ["x", "y"]), points.map(p => [x(p[2]), y(p[1])]), "bars");
    else if (kind === "intervals") {
      same(attributes(group, "line", ["x1", "x2"]), points.filter(p => p[2] !== null).map(p => [x(p[2]), x(p[3])]), "intervals");
      same(attributes(group, "circle", ["cx"]), points.filter(p => p[0] !== null).map(p => [x(p[0])]), "means");
    } else same(attributes(group, "rect", ["x", "width"]), points.map(p => [x(p[2]), x(p[3]) - x(p[2])]), "amounts");
  });
}

function tryFiles(chart, folder) {
  const { name } = chart.spec, csv = written[`${folder}/${name}.csv`], svg = written[`${folder}/${name}.svg`];
  check(csv === chart.csv(), `${name}: the page and the program write other CSV`);
  const drawing = new DOMParser().parseFromString(svg, "image/svg+xml").documentElement;
  check(drawing.tagName === "svg" && drawing.getAttribute("data-figure") === name, name + ": no SVG was written");
  if (drawing.tagName !== "svg") return;
  tryDrawing(drawing, chart.spec, name + " of the program");
  tryDrawing(chart.svg, chart.spec, name + " of the page");
  check(drawing.querySelector("title").textContent === chart.spec.title, name + ": the file has another title");
  check(drawing.querySelector("desc").textContent === chart.spec.caption, name + ": the file has another caption");
}

function tryChart(chart) {
  const { title } = chart.spec;
  check(!/NaN|Infinity|undefined/.test(chart.svg.outerHTML), title + ": a coordinate is no number");
  press(chart.svg, "ArrowRight");
  press(chart.svg, "ArrowRight");
  check(chart.spec.series.some(inRows) || chart.readout.textContent.length > 3, title + ": the keyboard shows no value");
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
  charts.slice().forEach(chart => tryFiles(chart, i));
  charts.slice().forEach(tryChart);
  const choice = document.querySelector(".above select");
  if (choice) for (const option of choice.options) {
    choice.value = option.value;
    choice.dispatchEvent(new Event("change"));
    const chart = charts[charts.length - 1];
    check(chart.spec.name === option.value, "another difference is shown than " + option.value);
    tryFiles(chart, i);
  }
  check(folder.figures.every(figure => written[`${i}/${figure.name}.svg`]), "a figure was not written");
  check(Object.keys(written).filter(name => name.startsWith(i + "/")).length === 2 * folder.figures.length, "other figures were written");
  document.querySelectorAll("table").forEach(tryTable);
  check(document.documentElement.scrollWidth <= window.innerWidth, `the page is ${document.documentElement.scrollWidth} wide, and the window ${window.innerWidth}`);
  check(charts.every(c => c.svg.getAttribute("viewBox").startsWith(window.innerWidth < 600 ? "0 0 400 " : "0 0 640 ")), "a chart does not fit the window");
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
    const arrivals = arrivalsOf(folder.files["arrivals.csv"]), functions = parseCsv(folder.files["functions.csv"]).rows;
    check(functions.every(row => { const course = arrivals.functions.get(row.tenant + "\n" + row.function); return course && course.counts.length <= 64 && course.counts.reduce((a, b) => a + b, 0) === Number(row.arrived); }), "arrivals over time are others than those of the functions");
    check(document.querySelectorAll("table[aria-label=functions] svg.spark").length === Math.min(functions.length, 15), "a function has no course");
    check([...document.querySelectorAll("h2")].some(h => h.textContent === "Assumptions"), "it is not said what was assumed");
    check(shown["bill"] === usd(metrics["billing.cost_usd"]), "the bill is " + shown["bill"]);
    check((metrics["billing.cost_usd"] === null) === (shown["bill"] === "no prices"), "without prices the bill is " + shown["bill"]);
    if (folder.epoch !== null) {
      const arrivals = charts.find(c => c.spec.name === "arrivals");
      check(arrivals.spec.x.label === "time of day on 2024-03-01 (UTC)" && /09:30/.test(arrivals.svg.textContent), "an axis does not show the time of day: " + arrivals.svg.textContent);
      check(!/>0:00:10</.test(arrivals.svg.outerHTML), "an axis shows the time since the start");
    }
    check(metrics["invocations.completed"] === 0 || charts.some(c => c.spec.name === "latency-cdf"), "there is no curve of latencies");
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
check(sparkline({ counts: [0, 3, 1], bin: 60 }).querySelector("title").textContent === "most: 3 in 60 s", "a course has another title");
check(share(1) === "100 %" && share(0.5) === "50 %" && share(0) === "0 %", "a share is written otherwise");
const written2 = [["share", 0.00031, 0.0000032, "0.03100 ± 0.00032 %"], ["s", 1.2044, 0.0123, "1.204 ± 0.012 s"], ["s", -0.0031, 0.0004, "-3.10 ± 0.40 ms"], ["count", 12345, 1234, "12,300 ± 1,200"], ["USD", 1.2, 0.034, "$1.200 ± 0.034"], ["number", -0.0004, 0.03, "0.000 ± 0.030"]];
for (const [unit, value, half, text] of written2) check(withHalfWidth(unit, value, half) === text, `${text} is written as ${withHalfWidth(unit, value, half)}`);
const noon = clockOf({ epoch: 60 * 12 + 1440 * 19782, dates: true });
check(noon(0) === "02-29 12:00" && noon(43200) === "03-01" && noon(45) === "02-29 12:00:45", "a date is written as " + noon(43200));
check(points(-0.0345) === "-3.45 points", "a difference of shares is written as " + points(-0.0345));
const shares = RESULTS.flatMap(folder => folder.figures).filter(f => f.x.isDifference && f.x.unit === "share").map(specOf);
check(shares.length > 0 && shares.every(f => / points$/.test(f.x.format(0.01)) && /percentage points/.test(f.x.label)), "a difference of shares is not in points");
check(performance.getEntriesByType("resource").length === 0, "the page asks the network");
document.body.append(el("pre", { id: "tested" }, wrong.length ? "WRONG: " + wrong.join(" | ") : `all ${checks} checks hold`));
