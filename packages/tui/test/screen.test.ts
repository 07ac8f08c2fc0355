import { Terminal } from "@xterm/headless";
import { expect, test } from "vitest";
import { placeholder, Screen } from "../src/screen.ts";

/** A screen on an emulated terminal. */
function screenOn(columns = 20, rows = 4) {
  const terminal = new Terminal({ cols: columns, rows, allowProposedApi: true });
  const sent: string[] = [];
  const screen = new Screen(columns, rows, (text) => {
    sent.push(text);
    terminal.write(text);
  });
  const settled = () => new Promise<void>((resolve) => terminal.write("", resolve));
  const shown = async () => {
    await settled();
    const { active } = terminal.buffer;
    return Array.from({ length: terminal.rows }, (_, row) =>
      active.getLine(active.baseY + row)?.translateToString(true),
    );
  };
  return { terminal, screen, sent, shown, settled };
}

test("a frame is shown, with the ready-made lines in place of their placeholders", async () => {
  const { screen, shown } = screenOn();
  screen.enter();
  screen.stream.write(["head", placeholder("a"), placeholder("unknown"), "foot"].join("\n"));
  screen.setLines(new Map([["a", "\x1b[32mlane\x1b[0m"]]));
  screen.flush();
  expect(await shown()).toEqual(["head", "lane", "", "foot"]);
});

test("only lines that changed are written", async () => {
  const { screen, sent, shown } = screenOn();
  screen.enter();
  screen.stream.write(["one", placeholder("a"), "three"].join("\n"));
  screen.setLines(new Map([["a", "long line"]]));
  expect(screen.flush()).toBe(4);
  expect(screen.flush()).toBe(0);
  const before = sent.length;
  screen.setLines(new Map([["a", "short"]]));
  expect(screen.flush()).toBe(1);
  expect(sent.slice(before).join("")).toBe("\x1b[?2026h\x1b[2;1Hshort\x1b[0m\x1b[K\x1b[?2026l");
  expect(await shown()).toEqual(["one", "short", "three", ""]);
});

test("a line of full width keeps its last character, in the last row too", async () => {
  const { screen, shown } = screenOn(5, 2);
  screen.enter();
  screen.stream.write(`${placeholder("a")}\n${placeholder("b")}`);
  screen.setLines(
    new Map([
      ["a", "12345"],
      ["b", "\x1b[1mabcde\x1b[0m"],
    ]),
  );
  screen.flush();
  expect(await shown()).toEqual(["12345", "abcde"]);
});

test("leaving gives the normal screen back with its text and its cursor", async () => {
  const { terminal, screen, sent, shown } = screenOn();
  terminal.write("$ gilscope\r\n");
  screen.enter();
  screen.stream.write("frame");
  screen.flush();
  screen.leave();
  screen.leave();
  expect(await shown()).toEqual(["$ gilscope", "", "", ""]);
  expect(terminal.buffer.active.type).toBe("normal");
  expect(sent.at(-1)).toBe("\x1b[0m\x1b[?7h\x1b[?25h\x1b[?1049l");
  expect(sent.filter((text) => text.includes("?1049l")).length).toBe(1);
});

test("nothing is written before entering and after leaving", () => {
  const { screen, sent } = screenOn();
  screen.stream.write("frame");
  expect(screen.flush()).toBe(0);
  screen.enter();
  screen.leave();
  const before = sent.length;
  expect(screen.flush()).toBe(0);
  expect(sent.length).toBe(before);
});

test("after a change of size everything is written again, for the new size", async () => {
  const { terminal, screen, shown } = screenOn(20, 4);
  screen.enter();
  screen.stream.write("a\nb\nc\nd");
  screen.flush();
  let heard = 0;
  screen.stream.on("resize", () => heard++);
  terminal.resize(10, 2);
  screen.resize(10, 2);
  expect([heard, screen.columns, screen.rows, screen.stream.columns]).toEqual([1, 10, 2, 10]);
  expect(screen.flush()).toBe(2);
  expect(await shown()).toEqual(["a", "b"]);
});

test("coming back after leaving draws everything again", async () => {
  const { screen, shown } = screenOn(20, 2);
  screen.enter();
  screen.stream.write("a\nb");
  screen.flush();
  screen.leave();
  screen.enter();
  expect(screen.flush()).toBe(2);
  expect(await shown()).toEqual(["a", "b"]);
});

test("Ink's own hiding of the cursor is no frame", () => {
  const { screen } = screenOn(20, 1);
  screen.stream.write("frame");
  screen.stream.write("\x1b[?25l");
  expect(screen.compose()).toEqual(["frame"]);
});
