import { expect, test } from "vitest";
import { fitHelp } from "../../src/help-text.ts";

test("explanations keep their column while there is room, and go below their commands when there is none", () => {
  const text =
    "Some words that\nmake a paragraph.\n\nExamples:\n  short      what it does and why it is so useful to do it\n  longer one  more\n";
  expect(fitHelp(text, 40)).toBe(
    "Some words that make a paragraph.\n\nExamples:\n" +
      "  short       what it does and why it is\n              so useful to do it\n  longer one  more\n",
  );
  expect(fitHelp(text, 30)).toBe(
    "Some words that make a\nparagraph.\n\nExamples:\n" +
      "  short\n      what it does and why it\n      is so useful to do it\n  longer one  more\n",
  );
});
