// Tables that can be sorted and searched.
// A small curve of counts in equal bins. It has its own scale, and its title contains the largest count.
function sparkline({ counts, bin }) {
  const most = counts.reduce((a, b) => Math.max(a, b), 0), width = 2 * counts.length;
  const title = `most: ${plain(most)} in ${seconds(bin)}`;
  const path = most > 0 ? counts.map((count, i) => `M${2 * i + 1} 16V${(16 - (count > 0 ? 1 : 0) - 14 * count / most).toFixed(1)}`).join("") : "";
  return el("svg", { viewBox: `0 0 ${Math.max(width, 2)} 16`, width: Math.max(width, 2), height: 16, role: "img", "aria-label": title, class: "spark" }, el("title", {}, title), el("path", { d: path, stroke: "currentColor", "stroke-width": 1.6 }));
}

// `columns` is [{name, note, text, prose, format, order, draw}], and `rows` contains arrays of values. `format(value, row)` is the text of a value,
// and `order(value)` the number or text by which it is sorted, or null. The default of both is the value. `draw(value)` is an element that
// replaces the text.
function addTable(parent, label, columns, rows, most) {
  let sorted = null, ascending = false, wanted = "", shown = most || 20;
  const body = el("tbody"), count = el("span", { class: "count", "aria-live": "polite" });
  const more = el("button", { type: "button", onclick: () => { shown = shown === Infinity ? most || 20 : Infinity; fill(); } });
  const heads = columns.map((column, i) => {
    const button = el("button", { type: "button", title: column.note, onclick: () => { ascending = sorted === i ? !ascending : Boolean(column.text); sorted = i; fill(); } }, column.name);
    return el("th", { scope: "col", class: column.text ? "text" : null }, button);
  });
  function fill() {
    let chosen = rows;
    if (wanted) chosen = chosen.filter(row => columns.some((column, i) => column.text && String(row[i]).toLowerCase().includes(wanted)));
    if (sorted !== null) {
      const sign = ascending ? 1 : -1, order = columns[sorted].order || (value => value);
      chosen = [...chosen].sort((a, b) => {
        const [x, y] = [order(a[sorted]), order(b[sorted])];
        if (x === null || y === null) return (x === null) - (y === null);
        return sign * (typeof x === "string" ? x.localeCompare(y) : x - y);
      });
    }
    heads.forEach((head, i) => head.setAttribute("aria-sort", sorted !== i ? "none" : ascending ? "ascending" : "descending"));
    body.replaceChildren(...chosen.slice(0, shown).map(row => el("tr", {}, row.map((value, i) => {
      const column = columns[i];
      if (column.draw) return el("td", { class: "drawn" }, value === null ? "" : column.draw(value));
      const written = column.format ? column.format(value, row) : value === null ? "" : String(value);
      return el("td", { class: column.prose ? "prose" : column.text ? "text" : null, title: column.text && written.length > 40 ? written : null }, written);
    }))));
    count.textContent = `${Math.min(shown, chosen.length).toLocaleString("en-US")} of ${chosen.length.toLocaleString("en-US")}`;
    more.textContent = shown === Infinity ? "Show fewer" : "Show all";
    more.hidden = chosen.length <= (most || 20);
  }
  const search = el("input", { type: "search", placeholder: "Search", "aria-label": "Search " + label, oninput: event => { wanted = event.target.value.toLowerCase(); fill(); } });
  fill();
  parent.append(el("div", { class: "above" }, search, count, more), el("div", { class: "wide" }, el("table", { "aria-label": label }, el("thead", {}, el("tr", {}, heads)), body)));
}
