import { expect, test } from "vitest";
import { colorDepth, screenWanted, unicodeLocale } from "../../src/state/terminal.ts";

test("a screen needs a terminal on both sides", () => {
  const env = { TERM: "xterm" };
  expect([screenWanted(env, true, true), screenWanted(env, false, true), screenWanted(env, true, false)]).toEqual([
    true,
    false,
    false,
  ]);
});

test.each([
  [{ TERM: "dumb" }, false],
  [{ TERM: "xterm", CI: "true" }, false],
  [{ TERM: "xterm", CI: "1" }, false],
  [{ TERM: "xterm", CI: "" }, true],
  [{ TERM: "xterm", CI: "false" }, true],
  [{ TERM: "xterm", INK_SCREEN_READER: "true" }, false],
])("with %j a screen is drawn: %s", (env, drawn) => {
  expect(screenWanted(env, true, true)).toBe(drawn);
});

test.each([
  [{ TERM: "xterm-256color" }, 8],
  [{ TERM: "xterm" }, 4],
  [{ TERM: "xterm", COLORTERM: "truecolor" }, 8],
  [{ TERM: "vt100" }, 0],
  [{}, 0],
  [{ TERM: "xterm-256color", NO_COLOR: "1" }, 0],
  [{ TERM: "xterm-256color", NO_COLOR: "" }, 8],
])("with %j there are %d bits of colour", (env, depth) => {
  expect(colorDepth(env)).toBe(depth);
});

test.each([
  [{ LANG: "C.UTF-8" }, "linux", true],
  [{ LANG: "de_DE.utf8" }, "linux", true],
  [{ LANG: "en_US.UTF-8", LC_ALL: "C" }, "linux", false],
  [{ LC_CTYPE: "UTF-8", LANG: "C" }, "linux", true],
  [{}, "linux", false],
  [{}, "darwin", true],
])("with %j on %s Unicode may be drawn: %s", (env, platform, unicode) => {
  expect(unicodeLocale(env, platform)).toBe(unicode);
});
