// The built command in a pseudo-terminal, its screen read from an emulator: for pictures and benches of screens.
import { fileURLToPath } from "node:url";
import { spawn } from "@lydell/node-pty";
import xterm from "@xterm/headless";

const command = fileURLToPath(new URL("../../cli/bin/gilscope.js", import.meta.url));

/** Starts `gilscope ...args` in a terminal of this size. */
export function openTerminal(args, { columns = 80, rows = 24, cwd = process.cwd(), env = {} } = {}) {
  const terminal = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true, scrollback: 10_000 });
  const { CI: _, NO_COLOR: __, FORCE_COLOR: ___, ...rest } = process.env;
  const pty = spawn(process.execPath, [command, ...args], {
    cols: columns,
    rows,
    cwd,
    env: { ...rest, LANG: "C.UTF-8", LC_ALL: "C.UTF-8", TERM: "xterm-256color", ...env },
  });
  const opened = { terminal, pty, status: null, bytes: 0 };
  pty.onData((data) => {
    opened.bytes += data.length;
    terminal.write(data);
  });
  const ended = new Promise((resolve) =>
    pty.onExit(({ exitCode }) => {
      opened.status = exitCode;
      terminal.write("", () => resolve(exitCode));
    }),
  );
  const text = (row) =>
    terminal.buffer.active.getLine(terminal.buffer.active.baseY + row)?.translateToString(true) ?? "";
  return Object.assign(opened, {
    ended,
    /** The rows that it shows. */
    screen: () => Array.from({ length: rows }, (_, row) => text(row)),
    /** Everything on the normal screen, with what scrolled away. */
    all: () =>
      Array.from({ length: terminal.buffer.active.length }, (_, row) =>
        terminal.buffer.active.getLine(row)?.translateToString(true),
      ).join("\n"),
    keys: (keys) => pty.write(keys),
    /** Resolves when the screen shows this. */
    until: async (pattern) => {
      for (;;) {
        const shown = Array.from({ length: rows }, (_, row) => text(row)).join("\n");
        if (pattern.test(shown)) return shown;
        if (opened.status !== null)
          throw new Error(`ended with ${opened.status} before it showed ${pattern}:\n${shown}`);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
  });
}
