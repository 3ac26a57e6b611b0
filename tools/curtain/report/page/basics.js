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
const usd = value => value === null ? "none" : "$" + (Math.abs(value) >= 0.01 ? value.toFixed(2) : plain(value));

function clock(value) {
  const whole = Math.round(value), h = Math.floor(whole / 3600), m = Math.floor(whole / 60) % 60, s = whole % 60;
  const two = n => String(n).padStart(2, "0");
  return s === 0 ? h + ":" + two(m) : h + ":" + two(m) + ":" + two(s);
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
