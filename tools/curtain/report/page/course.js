// The chapters of a course. A chapter shows its run after the student's guess, and its exercise shows the runs that the student chooses.
const CHAPTERS = RESULTS;
const courseCharts = [];
const exercises = [];  // functions, each of which shows all runs of the exercise of a chapter

function curvesOf(series, name, perSecond) {
  const rows = parseCsv(series).rows;
  return rows.map(row => [number(row.start_s), perSecond ? number(row[name]) / (number(row.end_s) - number(row.start_s)) : number(row[name])]);
}

function chartInto(parent, spec) {
  const chart = new Chart(spec);
  courseCharts.push(chart);
  parent.replaceChildren(chart.node);
}

// The axis of time of a run, with times of day if its scenario has an epoch.
const clockAxisOf = run => ({ ...run.time, format: clockOf(run.time) });

function figuresOf(runs) {
  const metrics = runs[0].run.figures.map(figure => figure.metric);
  return el("div", { class: "wide" }, el("table", { class: "told" },
    el("thead", {}, el("tr", {}, el("th", { scope: "col" }, ""), runs.map(({ name }) => el("th", { scope: "col" }, name)))),
    el("tbody", {}, metrics.map((metric, i) => el("tr", {}, el("th", { scope: "row", title: meaningOf(metric) }, el("code", {}, metric), el("div", { class: "meaning" }, meaningOf(metric))),
      runs.map(({ run }) => el("td", {}, formatOf(metric)(run.figures[i].value))))))));
}

// Lanes. Instances of a function that exist at the same time are in different rows. Starting is hatched, working is solid,
// and idle is pale.
function lanesOf(run, title) {
  const rows = [], rowOf = new Map(), left = 110, width = 720, end = run.end || 1;
  const functions = [...new Set(run.lives.map(life => life.function))];
  for (const name of functions) for (const lane of [...new Set(run.lives.filter(life => life.function === name).map(life => life.lane))].sort((a, b) => a - b)) {
    rowOf.set(name + "\n" + lane, rows.length);
    rows.push({ name, lane });
  }
  const height = rows.length > 12 ? 8 : 18, gap = rows.length > 12 ? 2 : 6, when = t => end <= 300 && run.time.epoch === undefined ? seconds(t) : clockOf(run.time)(t);
  const x = t => left + (width - left - 26) * t / end, y = row => 4 + row * (height + gap), bottom = y(rows.length);
  const hatch = "hatch-" + lanesOf.count++;
  const svg = el("svg", { viewBox: `0 0 ${width} ${bottom + 26}`, role: "img", "aria-label": `${title}: ${run.lives.length} instances of ${functions.join(", ")}`, class: "lanes" });
  svg.innerHTML = `<defs><pattern id="${hatch}" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><line x1="0" y1="0" x2="0" y2="5" class="hatch"/></pattern></defs>`;
  for (const t of clockTicks(0, end, run.time.dates ? 4 : 7, run.time)) svg.append(el("line", { x1: x(t), x2: x(t), y1: 0, y2: bottom, class: "grid" }), el("text", { x: x(t), y: bottom + 14, "text-anchor": "middle", class: "tick" }, when(t)));
  rows.forEach(({ name, lane }, row) => { if (lane === 0) svg.append(el("text", { x: left - 8, y: y(row) + height / 2 + 4, "text-anchor": "end", class: "name" }, name.length > 14 ? name.slice(0, 13) + "…" : name)); });
  // A start or call that is too short to be drawn to scale is a short mark at the bottom of its lane.
  const bar = (from, to, row, attributes) => {
    const width = x(to) - x(from), isShort = width < 0.8, tall = isShort ? height / 3 : height;
    return el("rect", { x: x(from), width: isShort ? 0.8 : width, y: y(row) + height - tall, height: tall, ...attributes });
  };
  for (const life of run.lives) {
    const row = rowOf.get(life.function + "\n" + life.lane), group = el("g");
    group.append(el("title", {}, `${life.function}: created at ${when(life.created)}, ready after ${seconds(life.ready - life.created)}, ${life.busy.length / 2} times busy, gone at ${when(life.gone)}`), bar(life.created, life.gone, row, { class: "idle" }));
    if (life.ready > life.created) group.append(bar(life.created, life.ready, row, { class: "starting", fill: `url(#${hatch})` }));
    for (let i = 0; i < life.busy.length; i += 2) group.append(bar(life.busy[i], life.busy[i + 1], row, { class: "working" }));
    svg.append(group);
  }
  return svg;
}
lanesOf.count = 0;

function laneFigure(run, title) {
  const key = (name, text) => el("span", {}, el("span", { class: "key " + name }), text);
  return el("figure", { class: "lanes" }, el("h3", {}, title), el("div", { class: "legend" }, key("starting", "starting"), key("working", "working"), key("idle", "idle: kept for the next request")), lanesOf(run, title),
    el("figcaption", {}, "Each row shows one instance at a time, over time. A short mark at the bottom of a row is a start or a call that is too short to be drawn to scale."));
}

// Shows the whole run: each instance if there are few enough, otherwise curves of arrivals, live instances and busy instances.
function drawPicture(parent, run) {
  if (run.lives.length) { parent.append(laneFigure(run, "The instances of this run")); return; }
  const arrivals = el("div"), instances = el("div");
  parent.append(el("div", { class: "charts" }, arrivals, instances));
  chartInto(arrivals, { title: "Requests", caption: "The number of requests per second, as a mean over each bin.", x: clockAxisOf(run), y: { label: "a second", format: plain, from: 0 }, series: [{ name: "arrived", kind: "step", points: curvesOf(run.series, "arrived", true) }] });
  chartInto(instances, { title: "Instances", caption: "The number of instances at the end of each bin. Busy instances execute a request, and all others are starting or idle.", x: clockAxisOf(run), y: { label: "instances", format: plain, from: 0 },
    series: [{ name: "alive", kind: "step", points: curvesOf(run.series, "instances") }, { name: "busy", kind: "step", points: curvesOf(run.series, "busy") }] });
}

function drawExercise(parent, chapter, number) {
  const seen = [], shown = el("div", { "aria-live": "polite" }), picture = el("div"), named = `guess-${number}`;
  let guessed = false;
  const buttons = chapter.settings.map(setting => el("button", { type: "button", class: "run", disabled: true, onclick: () => show(setting) }, "Run: " + setting.name));
  const hint = el("p", { class: "note noprint" }, "Choose the result that you expect. Then you can run the settings.");
  function show(setting) {
    if (!seen.includes(setting)) seen.push(setting);
    buttons.forEach((button, i) => button.setAttribute("aria-pressed", String(seen.includes(chapter.settings[i]))));
    const runs = chapter.settings.filter(each => seen.includes(each)).map(each => ({ name: each.name, run: each }));
    shown.replaceChildren(figuresOf(runs));
    if (runs.every(({ run }) => run.lives.length)) { picture.replaceChildren(...runs.map(({ name, run }) => laneFigure(run, name))); return; }
    chartInto(picture, { title: "Instances by setting", caption: "The number of live instances at the end of each bin.", x: clockAxisOf(runs[0].run), y: { label: "instances", format: plain, from: 0 }, series: runs.map(({ name, run }) => ({ name, kind: "step", points: curvesOf(run.series, "instances") })) });
  }
  parent.append(el("h3", {}, "Exercise"), ...proseOf(chapter.question),
    el("fieldset", {}, el("legend", {}, "My guess"), chapter.settings.map(setting => el("label", {}, el("input", { type: "radio", name: named, value: setting.name, onchange: () => {
      if (guessed) return;
      guessed = true;
      hint.hidden = true;
      buttons.forEach(button => { button.disabled = false; });
    } }), " " + setting.name))),
    hint, el("div", { class: "runs noprint" }, buttons), shown, picture, el("div", { class: "lines", "aria-hidden": "true" }, [1, 2, 3, 4].map(() => el("div"))));
  exercises.push(() => chapter.settings.forEach(show));
  if (chapter.answer !== undefined) parent.append(el("details", { class: "answer" }, el("summary", {}, "Answer"), ...proseOf(chapter.answer)));
}

function drawChapter(index) {
  const chapter = CHAPTERS[index], course = document.getElementById("course");
  const run = el("div", { class: "revealed", hidden: true }), box = el("textarea", { rows: 2, "aria-label": "My guess", placeholder: "My guess" });
  const reveal = el("button", { type: "button", onclick: () => {
    run.hidden = false;
    reveal.hidden = true;
    run.querySelector("h3").focus();
  } }, "I have made a guess. Show the run");
  const section = el("section", { class: "chapter", id: "chapter-" + (index + 1) }, el("h2", {}, `${index + 1}. ${chapter.title}`), el("div", { class: "goal" }, el("strong", {}, "Goal. "), ...proseOf(chapter.goal).flatMap(p => [...p.childNodes])),
    el("h3", {}, "Guess first"), ...proseOf(chapter.guess), box, el("div", { class: "noprint" }, reveal), run);
  run.append(el("h3", { tabindex: -1 }, "What happens"), ...proseOf(chapter.text));
  drawPicture(run, chapter.run);
  run.append(figuresOf([{ name: "this run", run: chapter.run }]));
  const exercise = el("div", { class: "exercise" });
  run.append(exercise);
  drawExercise(exercise, chapter, index);
  course.append(section);
}

function setTheme(dark) {
  document.documentElement.dataset.theme = dark ? "dark" : "light";
  document.getElementById("theme").textContent = dark ? "Light" : "Dark";
  for (const chart of courseCharts) chart.draw();
}

document.getElementById("course").replaceChildren();
CHAPTERS.forEach((_, i) => drawChapter(i));
document.getElementById("theme").addEventListener("click", () => setTheme(!isDark()));
document.getElementById("choice").append(...CHAPTERS.map((chapter, i) => el("a", { href: "#chapter-" + (i + 1) }, `${i + 1}. ${chapter.title}`)));
setTheme(window.matchMedia("(prefers-color-scheme: dark)").matches);
// On paper, all text is shown, dark on white.
window.addEventListener("beforeprint", () => {
  for (const showAll of exercises) showAll(); document.querySelectorAll(".revealed").forEach(node => { node.dataset.was = String(node.hidden); node.hidden = false; }); setTheme(false); });
window.addEventListener("afterprint", () => document.querySelectorAll(".revealed").forEach(node => { node.hidden = node.dataset.was === "true"; }));
