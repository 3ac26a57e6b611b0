"use strict";
// Draws the report from the results folders that are embedded in the page. Texts from scenarios are inserted as text, never as HTML.

const RESULTS = JSON.parse(document.getElementById("results").textContent);
// The catalogue of metrics: {name: {unit, meaning}}.
const METRICS = JSON.parse(document.getElementById("metrics").textContent);

// Creates elements, reads CSV, and converts numbers to text.
function el(name, attributes, ...children) {
  const svg = ["svg", "g", "path", "line", "rect", "text", "circle", "title"].includes(name);
  const node = svg ? document.createElementNS("http://www.w3.org/2000/svg", name) : document.createElement(name);
  for (const [key, value] of Object.entries(attributes || {})) {
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (value !== undefined && value !== null && value !== false) node.setAttribute(key, value === true ? "" : value);
  }
  for (const child of children.flat()) if (child !== null && child !== undefined) node.append(child);
  return node;
}

// Parses CSV (RFC 4180) into an array of rows. A row is an object whose keys are the names in the first line.
function parseCsv(text) {
  const rows = [];
  let row = [], field = "", quoted = false;
  for (let i = 0; i < text.length; ++i) {
    const c = text[i];
    if (quoted) {
      if (c !== '"') field += c;
      else if (text[i + 1] === '"') { field += '"'; ++i; }
      else quoted = false;
    } else if (c === '"') quoted = true;
    else if (c === ",") { row.push(field); field = ""; }
    else if (c === "\n") { row.push(field); rows.push(row); row = []; field = ""; }
    else if (c !== "\r") field += c;
  }
  if (field !== "" || row.length > 0) { row.push(field); rows.push(row); }
  const names = rows.shift() || [];
  return { names, rows: rows.map(fields => Object.fromEntries(names.map((name, i) => [name, fields[i]]))) };
}

const number = text => text === "" || text === undefined || text === null ? null : Number(text);

// A number with up to four significant digits. Only very large and very small numbers have an exponent.
function plain(value) {
  if (value === null || value === undefined || Number.isNaN(value)) return "none";
  if (value === 0) return "0";
  const size = Math.abs(value);
  if (size >= 1e15 || size < 1e-6) return value.toExponential(2);
  if (Number.isInteger(value) || size >= 10000) return Math.round(value).toLocaleString("en-US");
  return String(Number(value.toPrecision(4)));
}

function seconds(value) {
  if (value === null || Number.isNaN(value)) return "none";
  const size = Math.abs(value);
  if (size === 0) return "0 s";
  if (size < 1e-3) return plain(value * 1e6) + " µs";
  if (size < 1) return plain(value * 1e3) + " ms";
  if (size < 120) return plain(value) + " s";
  if (size < 7200) return plain(value / 60) + " min";
  return plain(value / 3600) + " h";
}

// A share near 100 % keeps enough digits to differ from 100 %.
function share(value) {
  if (value === null || value === undefined) return "none";
  const part = value * 100, rest = 100 - part;
  if (rest > 0 && rest < 0.05) return part.toFixed(Math.min(12, 1 - Math.floor(Math.log10(rest)))) + " %";
  return plain(part) + " %";
}
// A difference of shares is in percentage points, because "3 %" would be read as a ratio.
const points = value => value === null ? "none" : plain(100 * value) + " points";
const usd = value => value === null ? "no prices" : "$" + (Math.abs(value) >= 0.01 ? value.toFixed(2) : plain(value));

// The time since the start of the run, or, if the axis has an epoch (in minutes since 1970), the time of day in UTC. If the run has several days, the date is included.
const clockOf = ({ epoch, dates } = {}) => epoch === undefined || epoch === null ? clock : value => {
  const two = n => String(n).padStart(2, "0"), at = Math.round(value) + 60 * epoch, [h, m, s] = [Math.floor(at / 3600) % 24, Math.floor(at / 60) % 60, at % 60];
  const time = two(h) + ":" + two(m) + (s ? ":" + two(s) : ""), date = new Date(1000 * at).toISOString().slice(5, 10);
  return !dates ? time : time === "00:00" ? date : date + " " + time;
};
// The first instant at or after `from` that is a whole number of steps after midnight of the first day.
const firstTick = (from, step, { epoch } = {}) => { const inDay = epoch === undefined || epoch === null ? 0 : 60 * (epoch % 1440); return Math.ceil((from + inDay) / step) * step - inDay; };

function clock(value) {
  const whole = Math.round(value), h = Math.floor(whole / 3600), m = Math.floor(whole / 60) % 60, s = whole % 60;
  const two = n => String(n).padStart(2, "0");
  return s === 0 ? h + ":" + two(m) : h + ":" + two(m) + ":" + two(s);
}

// A value and the half-width of its interval: two significant digits of the half-width, and the value with the same decimals in the same unit.
function withHalfWidth(unit, value, half) {
  const size = Math.max(Math.abs(value), half);
  const [scale, name, before] = unit === "share" ? [0.01, " %", ""] : unit === "USD" ? [1, "", "$"] : unit === "GiB s" ? [1, " GiB s", ""] : unit !== "s" ? [1, "", ""]
    : [[3600, " h", 7200], [60, " min", 120], [1, " s", 1], [1e-3, " ms", 1e-3], [1e-6, " µs", 0]].find(each => size >= each[2]).slice(0, 2).concat("");
  const decimals = 1 - Number((half / scale).toExponential(1).split("e")[1]);
  const text = size => decimals > 0 ? size.toFixed(Math.min(decimals, 15)) : (Math.round(size / 10 ** -decimals) * 10 ** -decimals).toLocaleString("en-US");
  const number = text(Math.abs(value) / scale);
  return (value < 0 && /[1-9]/.test(number) ? "-" : "") + before + number + " ± " + text(half / scale) + name;
}

const gibSeconds = value => value === null ? "none" : plain(value) + " GiB s";

const FORMATS = { s: seconds, share, USD: usd, "GiB s": gibSeconds };
// The name of a metric without labels: "latency.p99_s" for "latency.p99_s{function=checkout}".
const metricOf = name => METRICS[name.split("{")[0]] || {};
const formatOf = name => FORMATS[metricOf(name).unit] || plain;
const meaningOf = name => metricOf(name).meaning || "";

function groupBy(rows, name) {
  const groups = new Map();
  for (const row of rows) {
    if (!groups.has(row[name])) groups.set(row[name], []);
    groups.get(row[name]).push(row);
  }
  return groups;
}

function download(name, type, data) {
  const link = el("a", { href: URL.createObjectURL(new Blob([data], { type })), download: name });
  document.body.append(link);
  link.click();
  link.remove();
}

const csvField = text => /[",\n\r]/.test(text) ? '"' + text.replace(/"/g, '""') + '"' : text;
