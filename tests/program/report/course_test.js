// Uses the page of a course as a student would, and writes the outcome into the page.
const wrong = [];
let checks = 0;
window.addEventListener("error", event => wrong.push("error: " + event.message));
function check(holds, what) { ++checks; if (!holds) wrong.push(what); }

const chapters = [...document.querySelectorAll(".chapter")];
check(chapters.length === CHAPTERS.length && chapters.length === 5, "there are " + chapters.length + " chapters");
chapters.forEach((chapter, i) => {
  const data = CHAPTERS[i], title = data.title, [reveal] = chapter.querySelectorAll(".noprint > button"), run = chapter.querySelector(".revealed");
  check(run.hidden, title + ": the run is shown before the guess");
  reveal.click();
  check(!run.hidden && reveal.hidden, title + ": the run is not shown");
  const buttons = [...chapter.querySelectorAll("button.run")];
  check(buttons.length === data.settings.length && buttons.length >= 3 && buttons.every(b => b.disabled), title + ": a setting can be run before a guess");
  chapter.querySelector("input[type=radio]").click();
  check(buttons.every(b => !b.disabled), title + ": the settings cannot be run");
  buttons.forEach((button, k) => {
    button.click();
    const heads = [...chapter.querySelectorAll(".exercise [aria-live] thead th")].slice(1).map(th => th.textContent);
    check(heads.length === k + 1 && heads[k] === data.settings[k].name, title + ": the table has " + heads.join());
    const cells = [...chapter.querySelectorAll(".exercise [aria-live] tbody tr")].map(row => row.children[k + 1].textContent);
    check(cells.join() === data.settings[k].figures.map(f => formatOf(f.metric)(f.value)).join(), title + ": figures of " + heads[k]);
  });
  check(chapter.querySelectorAll(".exercise figure").length >= 1, title + ": no picture");
  const answer = chapter.querySelector("details");
  check(data.answer === undefined ? answer === null : answer !== null && !answer.open, title + ": the answer is not folded away");
  for (const life of data.run.lives) check(life.created <= life.ready && life.ready <= life.gone && life.gone <= data.run.end, title + ": a life is out of order");
});
document.getElementById("theme").click();
window.dispatchEvent(new Event("beforeprint"));
check(document.documentElement.dataset.theme === "light", "a dark page is printed");
check([...document.querySelectorAll(".revealed")].every(node => !node.hidden), "something is missing on paper");
window.dispatchEvent(new Event("afterprint"));
check(performance.getEntriesByType("resource").length === 0, "the page asks the network");
const nodes = proseOf("a `b`\n\n- c\n- d\n\n| e | f |\n| 1 | *2* |");
check(nodes.map(n => n.tagName).join() === "P,UL,DIV" && nodes[1].children.length === 2 && nodes[2].querySelector("em").textContent === "2", "prose is read otherwise");
document.body.append(el("pre", { id: "tested" }, wrong.length ? "WRONG: " + wrong.join(" | ") : `all ${checks} checks hold`));
