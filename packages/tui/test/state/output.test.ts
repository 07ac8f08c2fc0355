import stringWidth from "string-width";
import { expect, test } from "vitest";
import { asciiOnly, cutToWidth, OutputLog, sanitize } from "../../src/state/output.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

/** Texts of the lines after these writes to standard output. */
function lines(...writes: string[]): string[] {
  const log = new OutputLog();
  for (const write of writes) log.append(bytes(write), false, 0);
  return log.all().map((line) => line.text);
}

test.each([
  ["plain", "plain"],
  ["\x1b[31mred\x1b[0m", "red"],
  ["\x1b[2J\x1b[10;20Hmoved", "moved"],
  ["\x1b]0;title\x07after", "after"],
  ["\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\", "link"],
  ["\x1bPdevice\x1b\\string", "string"],
  ["\x1b(B\x1b=\x1bcreset", "reset"],
  ["\x9b31mC1", "C1"],
  ["bell\x07 null\x00 del\x7f", "bell null del"],
  ["unfinished \x1b[3", "unfinished "],
  ["right\u202eto left\u2066", "rightto left"],
  ["a\tb", "a       b"],
  ["12345678\tb", "12345678        b"],
  ["日本\tb", "日本    b"],
  [" 10%\r 50%\r100%", "100%"],
  ["done\r", "done"],
])("%j is shown as %j", (raw, shown) => {
  expect(sanitize(raw)).toBe(shown);
});

test("nothing that is shown holds a control character", () => {
  let all = "";
  for (let code = 0; code < 0x3000; code++) all += String.fromCharCode(code);
  expect(sanitize(all.replaceAll("\x1b", ""))).not.toMatch(/\p{Cc}/u);
});

test("lines end at newlines, wherever the writes were cut", () => {
  expect(lines("one\ntw", "o\nthr", "ee\n")).toEqual(["one", "two", "three"]);
});

test("characters may be cut between two writes", () => {
  const log = new OutputLog();
  const text = bytes("é日\n");
  for (const byte of text) log.append(Uint8Array.of(byte), false, 0);
  expect(log.all().map((line) => line.text)).toEqual(["é日"]);
});

test("a line that has not ended yet is shown", () => {
  expect(lines("a\nname? ")).toEqual(["a", "name? "]);
});

test("each line has the time at which it ended and the stream it went to", () => {
  const log = new OutputLog();
  log.append(bytes("out"), false, 10);
  log.append(bytes("err\n"), true, 20);
  log.append(bytes("put\n"), false, 30);
  expect(log.all()).toEqual([
    { timeUs: 20, text: "err", error: true },
    { timeUs: 30, text: "output", error: false },
  ]);
});

test("the last lines are shown", () => {
  const log = new OutputLog();
  log.append(bytes("1\n2\n3\n4"), false, 0);
  expect(log.last(2).map((line) => line.text)).toEqual(["3", "4"]);
  expect(log.last(0)).toEqual([]);
});

test("of very much output the first lines are dropped and counted", () => {
  const log = new OutputLog();
  for (let i = 0; i < 250; i++) log.append(bytes("x\n".repeat(100)), false, 0);
  expect(log.all().length + log.dropped).toBe(25_000);
  expect(log.dropped).toBeGreaterThan(0);
});

test("a line without an end does not grow for ever", () => {
  const log = new OutputLog();
  for (let i = 0; i < 100; i++) log.append(bytes("x".repeat(10_000)), false, 0);
  expect(log.all()[0].text.length).toBe(65_536);
});

test.each([
  ["short", 10, "short"],
  ["exactly ten", 11, "exactly ten"],
  ["much too long", 8, "much to…"],
  ["日本語の文字", 7, "日本語…"],
  ["日本語", 6, "日本語"],
])("%j in %d columns is %j", (text, columns, shown) => {
  expect(cutToWidth(text, columns, "…")).toBe(shown);
  expect(stringWidth(cutToWidth(text, columns, "…"))).toBeLessThanOrEqual(columns);
});

test("where only ASCII can be shown, every column of the rest is a question mark", () => {
  expect(asciiOnly("\x1b[1mé日\u0301 ok\x1b[0m e\u0301")).toBe("\x1b[1m??? ok\x1b[0m ?");
  expect(asciiOnly("plain")).toBe("plain");
});

test("long lines are forgotten sooner, the last one never", () => {
  const log = new OutputLog();
  const mebibyte = new TextEncoder().encode(`${"x".repeat(2 ** 20 - 1)}\n`);
  for (let n = 0; n < 40; n++) log.append(mebibyte, false, n);
  expect(log.count).toBe(40);
  expect(log.all().reduce((sum, { text }) => sum + text.length, 0)).toBeLessThanOrEqual(9 * 2 ** 20);
  expect(log.last(1)[0].timeUs).toBe(39);
  const long = new TextEncoder().encode(`${"y".repeat(20 * 2 ** 20)}\n`);
  log.append(long, false, 50);
  expect([log.count, log.all().length]).toEqual([41, 1]);
});
