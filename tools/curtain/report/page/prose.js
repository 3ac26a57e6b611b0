// The texts of lessons. They consist of paragraphs, lists with items "- ..", tables with rows "| .. | .. |", `code` and *emphasis*.
function withCode(text) {
  return text.split("`").flatMap((part, i) => i % 2 ? [el("code", {}, part)] : part.split(/\*(?=\S)([^*]+)\*/).map((words, k) => k % 2 ? el("em", {}, words) : words));
}

function proseOf(text) {
  const blocks = [];
  let open = false;
  for (const raw of text.split("\n")) {
    const line = raw.trim(), kind = line.startsWith("|") ? "table" : line.startsWith("- ") ? "item" : "paragraph";
    const last = blocks[blocks.length - 1];
    if (!line) open = false;
    else if (open && (kind === "table" ? last.kind === "table" : kind === "paragraph" && last.kind !== "table")) last.lines.push(line);
    else { blocks.push({ kind, lines: [line] }); open = true; }
  }
  const nodes = [];
  for (const { kind, lines } of blocks) {
    if (kind === "table") {
      const rows = lines.map(line => line.split("|").slice(1, -1).map(cell => cell.trim()));
      nodes.push(el("div", { class: "wide" }, el("table", { class: "told" }, el("thead", {}, el("tr", {}, rows[0].map(cell => el("th", { scope: "col" }, withCode(cell))))),
        el("tbody", {}, rows.slice(1).map(row => el("tr", {}, row.map(cell => el("td", {}, withCode(cell)))))))));
    } else if (kind === "item") {
      if (!nodes.length || nodes[nodes.length - 1].tagName !== "UL") nodes.push(el("ul"));
      nodes[nodes.length - 1].append(el("li", {}, withCode(lines.join(" ").slice(2))));
    } else nodes.push(el("p", {}, withCode(lines.join(" "))));
  }
  return nodes;
}
