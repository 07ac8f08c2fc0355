/** Columns that a text takes on a terminal, as CPython's traceback module counts them: two for wide and full-width characters, one for all others. */
import { eastAsianWidth } from "./unicode-data.ts";

export function displayWidth(line: string): number {
  let n = 0;
  for (const c of line) {
    const p = c.codePointAt(0) as number;
    if (p < 0x300) n++;
    else {
      const width = eastAsianWidth(p);
      n += width === "W" || width === "F" ? 2 : 1;
    }
  }
  return n;
}
