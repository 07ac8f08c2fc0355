import { render } from "ink-testing-library";
import { expect, test } from "vitest";
import { App } from "../src/app.tsx";
import { keysOf } from "../src/hooks/use-keys.ts";
import { placeholder } from "../src/screen.ts";

function app(rowKeys = ["header", "time", "lane0", "footer"], columns = 40, rows = 6) {
  const keys: string[] = [];
  const element = (those: string[]) => (
    <App columns={columns} rows={rows} keys={those} onKey={(key) => keys.push(key)} />
  );
  const shown = render(element(rowKeys));
  return { ...shown, keys, again: (those: string[]) => shown.rerender(element(those)) };
}

/** Resolves when the keys that were sent have been taken. */
const taken = async (keys: string[], count: number) => {
  while (keys.length < count) await new Promise((resolve) => setImmediate(resolve));
};

test("a placeholder for each row from the top, the last one at the foot", () => {
  expect(app().lastFrame()?.split("\n")).toEqual([
    placeholder("header"),
    placeholder("time"),
    placeholder("lane0"),
    "",
    "",
    placeholder("footer"),
  ]);
});

test("a frame has exactly the terminal's rows", () => {
  for (const rows of [10, 24, 40]) expect(app(undefined, 80, rows).lastFrame()?.split("\n").length).toBe(rows);
});

test("on a terminal that is too small there is one row", () => {
  expect(app(["tiny"], 20, 1).lastFrame()).toBe(placeholder("tiny"));
});

test("new rows are laid out anew", () => {
  const { again, lastFrame } = app();
  again(["header", "time", "lane0", "lane1", "footer"]);
  expect(lastFrame()?.split("\n").slice(1)).toEqual([
    placeholder("time"),
    placeholder("lane0"),
    placeholder("lane1"),
    "",
    placeholder("footer"),
  ]);
});

test("keys arrive by name, also several at once", async () => {
  const { stdin, keys } = app();
  stdin.write(" ");
  stdin.write("q");
  stdin.write("++-");
  stdin.write("\x03");
  stdin.write("\x1a");
  await taken(keys, 7);
  expect(keys).toEqual([" ", "q", "+", "+", "-", "ctrl-c", "ctrl-z"]);
});

test("arrows, also several at once, and the other keys that send sequences have names", async () => {
  const { stdin, keys } = app();
  stdin.write("\x1b[C");
  stdin.write("\x1b[D\x1b[D+\x1b[1;2C");
  stdin.write("\x1b[F");
  stdin.write("\r");
  stdin.write("\x7f");
  stdin.write("\t");
  await taken(keys, 9);
  expect(keys).toEqual(["right", "left", "left", "+", "shift-right", "end", "enter", "backspace", "tab"]);
});

test.each([
  ["[[", ["[", "["]],
  ["a\x1b[Ab", ["a", "up", "b"]],
  ["\x1b", ["escape"]],
  ["\x1b\x1b[A", ["escape", "up"]],
  ["\x1b[5~\x1bOF", ["pageup", "end"]],
  ["\x1bx", []],
  ["\x03\x04", ["ctrl-c", "ctrl-d"]],
  ["é日", ["é", "日"]],
])("%j is %j", (text, keys) => {
  expect(keysOf(text)).toEqual(keys);
});
