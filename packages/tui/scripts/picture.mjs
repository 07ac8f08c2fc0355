// `pnpm picture`: docs/watch.svg, the picture at the top of the README, from a real frame of `gilscope watch` in a pseudo-terminal.
//
// The frame's cells are read from a terminal emulator with their colours. Block characters are drawn as rectangles, so that lanes are closed
// whatever the reader's font is; the rest is text whose length is fixed to its cells.
//
//   node packages/tui/scripts/picture.mjs [FILE.svg]
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { openTerminal } from "./terminal.mjs";

const COLUMNS = 112;
const ROWS = 34;
const CELL_WIDTH = 8;
const CELL_HEIGHT = 17;
const MARGIN = 12;
const GROUND = "#16181d";
const TEXT = "#c8ccd4";

const out = process.argv[2] ?? fileURLToPath(new URL("../../../docs/watch.svg", import.meta.url));
const root = fileURLToPath(new URL("../../..", import.meta.url));

const opened = openTerminal(["watch", "examples/mixed.py"], { columns: COLUMNS, rows: ROWS, cwd: root });
await opened.until(/4 tick/);
// Slow enough that a busy machine does not show: then a tenth of a second of the program, and stop.
opened.keys("[");
await opened.until(/speed 1\/10/);
opened.keys("0");
const begin = seconds();
while (seconds() < begin + 0.4)
  await opened.until(/recorded|LIVE/).then(() => new Promise((resolve) => setTimeout(resolve, 50)));
opened.keys(" ");
await opened.until(/PAUSED/);
await opened.until(/variables of/);
// Nearer until arrows are drawn: at most one handoff a column.
for (let zoom = 0; zoom < 10 && !/▼|▲\s*\n/.test(lanes()); zoom++) {
  const before = opened.screen()[1];
  opened.keys("+");
  await opened.until(new RegExp(`^.*\n(?!${before.replace(/[.*+?^$()[\]{}|\\]/g, "\\$&")})`));
}
// A frame that is being written is no frame.
for (let before = ""; before !== opened.screen().join("\n"); ) {
  before = opened.screen().join("\n");
  await new Promise((resolve) => setTimeout(resolve, 500));
}
const svg = draw(opened.terminal);
opened.keys("q");
await opened.ended;
writeFileSync(out, svg);
console.log(`${out}: ${Math.ceil(svg.length / 1024)} KiB`);

// Program time at the cursor.
function seconds() {
  const [, number, unit] = /^cursor +([\d.]+)(m?s|µs)/m.exec(opened.screen().join("\n")) ?? [];
  return Number(number ?? 0) * ({ s: 1, ms: 1e-3, µs: 1e-6 }[unit] ?? 0);
}

// The rows of lanes, without that of the cursor.
function lanes() {
  const rows = opened.screen();
  return rows
    .slice(
      3,
      rows.findIndex((row) => row.startsWith("handoffs")),
    )
    .join("\n");
}

function draw(terminal) {
  const width = COLUMNS * CELL_WIDTH + 2 * MARGIN;
  const height = ROWS * CELL_HEIGHT + 2 * MARGIN;
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">`,
    "<title>gilscope watch: a lane for each thread, the owner of the lock above, source, variables and output below</title>",
    `<rect width="100%" height="100%" rx="8" fill="${GROUND}"/>`,
    `<g font-family="ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="13">`,
  ];
  for (let row = 0; row < ROWS; row++) parts.push(...drawRow(terminal, row));
  return `${parts.join("\n")}\n</g>\n</svg>\n`;
}

function drawRow(terminal, row) {
  const line = terminal.buffer.active.getLine(terminal.buffer.active.baseY + row);
  const parts = [];
  const y = MARGIN + row * CELL_HEIGHT;
  let run = null;
  const flush = () => {
    if (run !== null && run.text.trim() !== "") {
      const at = `x="${run.x}" y="${y + 13}" textLength="${run.text.length * CELL_WIDTH}" lengthAdjust="spacingAndGlyphs"`;
      const bold = run.bold ? ' font-weight="bold"' : "";
      parts.push(`<text ${at} fill="${run.color}"${bold} xml:space="preserve">${escaped(run.text)}</text>`);
    }
    run = null;
  };
  for (let column = 0; column < COLUMNS; column++) {
    const cell = line?.getCell(column);
    if (cell === undefined) break;
    const chars = cell.getChars() || " ";
    let color = cell.isFgDefault() ? TEXT : palette(cell.getFgColor());
    let ground = cell.isBgDefault() ? null : palette(cell.getBgColor());
    if (cell.isInverse()) [color, ground] = [ground ?? GROUND, color];
    if (cell.isDim()) color = mix(color, GROUND, 0.45);
    const x = MARGIN + column * CELL_WIDTH;
    if (ground !== null) parts.push(rect(x, y, CELL_WIDTH, CELL_HEIGHT, ground));
    const height = "▁▂▃▄▅▆▇█".indexOf(chars) + 1;
    if (height > 0 || chars === "░") {
      flush();
      const tall = height > 0 ? (CELL_HEIGHT * height) / 8 : CELL_HEIGHT;
      parts.push(rect(x, y + CELL_HEIGHT - tall, CELL_WIDTH, tall, height > 0 ? color : mix(color, GROUND, 0.65)));
      continue;
    }
    const bold = Boolean(cell.isBold());
    if (run !== null && (run.color !== color || run.bold !== bold)) flush();
    run ??= { x, text: "", color, bold };
    run.text += chars;
  }
  flush();
  return merged(parts);
}

function rect(x, y, width, height, fill) {
  return { x, y, width, height, fill };
}

/** Neighbouring rectangles of one colour become one. */
function merged(parts) {
  const out = [];
  for (const part of parts) {
    const last = out.at(-1);
    const joins =
      typeof part !== "string" &&
      typeof last === "object" &&
      last.fill === part.fill &&
      last.y === part.y &&
      last.height === part.height &&
      last.x + last.width === part.x;
    if (joins) last.width += part.width;
    else out.push(part);
  }
  return out.map((part) =>
    typeof part === "string"
      ? part
      : `<rect x="${part.x}" y="${Number(part.y.toFixed(2))}" width="${part.width}" height="${Number(part.height.toFixed(2))}" fill="${part.fill}"/>`,
  );
}

function escaped(text) {
  return text.replace(/[&<>]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[c]);
}

function hex(r, g, b) {
  return `#${[r, g, b].map((n) => Math.round(n).toString(16).padStart(2, "0")).join("")}`;
}

function mix(color, other, share) {
  const [a, b] = [color, other].map((text) => [1, 3, 5].map((at) => Number.parseInt(text.slice(at, at + 2), 16)));
  return hex(...a.map((n, k) => n * (1 - share) + b[k] * share));
}

/** A colour of the 256-colour palette. */
function palette(n) {
  const basic =
    "000000cd3131 0dbc79e5e510 2472c8bc3fbc 11a8cde5e5e5 666666f14c4c 23d18bf5f543 3b8eead670d6 29b8dbffffff";
  if (n < 16) return `#${basic.replaceAll(" ", "").slice(n * 6, n * 6 + 6)}`;
  if (n >= 232) return hex(...Array(3).fill(8 + (n - 232) * 10));
  const level = (k) => (k === 0 ? 0 : 55 + k * 40);
  // A colour cube of six levels each.
  return hex(level(Math.floor((n - 16) / 36)), level(Math.floor((n - 16) / 6) % 6), level((n - 16) % 6));
}
