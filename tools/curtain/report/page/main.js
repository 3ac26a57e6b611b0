// Lets the user choose the results and the light or dark theme.
function draw(index) {
  const folder = RESULTS[index], report = document.getElementById("report");
  charts.length = 0;
  report.replaceChildren();
  document.getElementById("title").textContent = folder.title;
  document.getElementById("subtitle").textContent = folder.subtitle;
  document.title = folder.title + " - Curtain report";
  document.querySelectorAll("#choice button").forEach((button, i) => button.setAttribute("aria-pressed", String(i === index)));
  if (folder.files["comparison.json"]) drawComparison(report, folder);
  else drawRun(report, folder);
}

function setTheme(dark) {
  document.documentElement.dataset.theme = dark ? "dark" : "light";
  document.getElementById("theme").textContent = dark ? "Light" : "Dark";
  for (const chart of charts) chart.draw();
}

document.getElementById("theme").addEventListener("click", () => setTheme(!isDark()));
document.getElementById("choice").hidden = RESULTS.length === 1;
document.getElementById("choice").append(...RESULTS.map((folder, i) => el("button", { type: "button", onclick: () => draw(i) }, folder.place)));
setTheme(window.matchMedia("(prefers-color-scheme: dark)").matches);
draw(0);
