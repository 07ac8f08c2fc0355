/**
 * Docstrings as CPython 3.13 stores them: without the indentation that they share (`_PyCompile_CleanDoc`, close to
 * `inspect.cleandoc`, but blank lines at the ends stay).
 */

/** Expands tabs to 8 columns, as `str.expandtabs()`. */
function expandTabs(text: string): string {
  if (!text.includes("\t")) return text;
  let out = "";
  let col = 0;
  for (const ch of text) {
    if (ch === "\t") {
      const n = 8 - (col % 8);
      out += " ".repeat(n);
      col += n;
    } else {
      out += ch;
      col = ch === "\n" || ch === "\r" ? 0 : col + 1;
    }
  }
  return out;
}

/** The docstring without the common indentation of its lines after the first, and without leading blanks of the first. */
export function cleanDoc(doc: string): string {
  const text = expandTabs(doc);
  const lines = text.split("\n");
  let margin = Infinity;
  for (let i = 1; i < lines.length; i++) {
    const indent = /^ */.exec(lines[i])![0].length;
    // A last line of blanks only has no newline after it, and still has no content.
    if (indent < lines[i].length) margin = Math.min(margin, indent);
  }
  if (margin === Infinity) margin = 0;
  lines[0] = lines[0].replace(/^ +/, "");
  for (let i = 1; i < lines.length; i++) lines[i] = lines[i].slice(Math.min(margin, /^ */.exec(lines[i])![0].length));
  return lines.join("\n");
}
