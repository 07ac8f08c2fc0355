/** Laying out the free text of a help page: paragraphs are broken at words, examples keep their commands in one column. The options above are commander's. */
import { isatty } from "node:tty";
import { wrap } from "./paper.ts";

/** Columns for a help page: the terminal's, 80 where there is none. */
export const helpColumns = (): number => (isatty(1) ? Math.max(40, process.stdout.columns || 80) : 80);

/** Explanations that would get less room than this stand below their commands. */
const LEAST_EXPLANATION = 24;

const isExample = (line: string): boolean => line.startsWith("  ");
const exampleParts = /^ {2}(\S.*?)(?: {2,}(\S.*))?$/;

/** A block of examples, `  command  explanation` each. */
function examples(lines: readonly string[], columns: number): string[] {
  const rows = lines.map((line) => exampleParts.exec(line)?.slice(1) as [string, string | undefined]);
  const indent = 2 + Math.max(...rows.map(([command, text]) => (text === undefined ? 0 : command.length))) + 2;
  return rows.map(([command, text]) => {
    if (text === undefined) return `  ${command}`;
    if (indent + text.length <= columns || columns - indent >= LEAST_EXPLANATION)
      return wrap(text, columns, `  ${command}`.padEnd(indent), " ".repeat(indent));
    return `  ${command}\n${wrap(text, columns, " ".repeat(6))}`;
  });
}

/** A help text no wider than `columns`. Lines that begin with two spaces are examples; others make up paragraphs, which end at empty lines and colons. */
export function fitHelp(text: string, columns: number): string {
  const out: string[] = [];
  const lines = text.split("\n");
  for (let k = 0; k < lines.length; ) {
    const from = k;
    if (lines[k] === "") {
      out.push(lines[k++]);
    } else if (isExample(lines[k])) {
      while (k < lines.length && isExample(lines[k])) k++;
      out.push(...examples(lines.slice(from, k), columns));
    } else {
      while (k < lines.length && lines[k] !== "" && !isExample(lines[k])) k++;
      out.push(wrap(lines.slice(from, k).join(" "), columns));
    }
  }
  return out.join("\n");
}
