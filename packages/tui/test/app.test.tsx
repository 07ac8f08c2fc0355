import { render } from "ink-testing-library";
import { expect, test } from "vitest";
import { App } from "../src/app.tsx";
import { keysOf } from "../src/hooks/use-keys.ts";
import { placeholder } from "../src/screen.ts";

const picture = {
  header: { text: " gilscope demo.py", warning: false },
  footer: " q quit",
  keys: ["time", "lane0"],
  tiny: false,
};

function app(changes: Partial<typeof picture> = {}, columns = 40, rows = 6) {
  const keys: string[] = [];
  const element = (props: Partial<typeof picture>) => (
    <App columns={columns} rows={rows} picture={{ ...picture, ...props }} onKey={(key) => keys.push(key)} />
  );
  const shown = render(element(changes));
  return { ...shown, keys, again: (props: Partial<typeof picture>) => shown.rerender(element(props)) };
}

/** Resolves when the keys that were sent have been taken. */
const taken = async (keys: string[], count: number) => {
  while (keys.length < count) await new Promise((resolve) => setImmediate(resolve));
};

test("header above, a placeholder for each row, footer in the last row", () => {
  expect(app().lastFrame()?.split("\n")).toEqual([
    " gilscope demo.py",
    placeholder("time"),
    placeholder("lane0"),
    "",
    "",
    " q quit",
  ]);
});

test("a frame has exactly the terminal's rows", () => {
  for (const rows of [10, 24, 40]) expect(app({}, 80, rows).lastFrame()?.split("\n").length).toBe(rows);
});

test("on a terminal that is too small there is one row", () => {
  expect(app({ tiny: true, keys: ["tiny"] }).lastFrame()).toBe(placeholder("tiny"));
});

test("new rows and texts are laid out anew", () => {
  const { again, lastFrame } = app();
  again({ footer: " space resume", keys: ["time", "lane0", "lane1"] });
  expect(lastFrame()?.split("\n").slice(1)).toEqual([
    placeholder("time"),
    placeholder("lane0"),
    placeholder("lane1"),
    "",
    " space resume",
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

test("a warning header has the same text", () => {
  expect(app({ header: { text: " UNSAFE", warning: true } }).lastFrame()).toContain(" UNSAFE");
});
