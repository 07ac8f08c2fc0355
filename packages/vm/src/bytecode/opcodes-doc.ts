/** docs/opcodes.md, from the instruction table. Written by scripts/opcodes-doc.ts; a test notices when it is stale. */

import { FIRST_PSEUDO, type OpcodeRow, opcodes, SwitchAt } from "./opcodes.ts";

const RELEASES: readonly (readonly [mark: number, name: string])[] = [
  [SwitchAt.Py27, "2.7"],
  [SwitchAt.Py32, "3.2"],
  [SwitchAt.Py310, "3.10"],
  [SwitchAt.Py312, "3.12"],
];

const HEADER = `<!-- Generated from packages/vm/src/bytecode/opcodes.ts by packages/vm/scripts/opcodes-doc.ts: do not edit. -->
# Instructions

The instruction set of gilscope: CPython 3.13's names and numbers. How instructions are encoded is told in
[bytecode.md](bytecode.md).

- **Operand**: what the argument means; the kinds are explained above \`OperandKind\` in the table.
- **Stack**: what is taken, top last, \`--\`, what is left. \`x[n]\` is n values, \`x if (c)\` one value if c is not 0.
- **May**: raise an exception, call Python code, let another thread run (switch).
- **Switch point**: the releases of CPython whose interpreter looked at this instruction whether another thread wants
  to run: 2.7 (also 3.0 and 3.1), 3.2 to 3.9, 3.10 and 3.11, 3.12 and 3.13. Instructions that are younger than a
  release stand for what did their work there.
- **Caches**: units of 16 bits that follow the instruction in CPython 3.13; here they only count in \`dis\` offsets.
`;

function cell(text: string): string {
  return text.replaceAll("|", "\\|");
}

function line(name: string, row: OpcodeRow): string {
  const stack = row.stackOnJump === undefined ? row.stack : `${row.stack}; at the handler ${row.stackOnJump}`;
  const releases = RELEASES.filter(([mark]) => (row.switchAt & mark) !== 0).map(([, release]) => release);
  const cells = [
    String(row.id),
    `\`${name}\``,
    row.operand === "none" ? "" : row.operand,
    `\`${stack}\``,
    row.may.join(", "),
    releases.join(", "),
    row.caches === 0 ? "" : String(row.caches),
    row.doc,
  ];
  return `| ${cells.map(cell).join(" | ")} |`;
}

/** The whole page. */
export function opcodesMarkdown(): string {
  const rows = Object.entries(opcodes) as [string, OpcodeRow][];
  const table = (list: [string, OpcodeRow][]): string =>
    [
      "| No. | Name | Operand | Stack | May | Switch point | Caches | Meaning |",
      "|---|---|---|---|---|---|---|---|",
      ...list.map(([name, row]) => line(name, row)),
    ].join("\n");
  const real = rows.filter(([, row]) => row.id < FIRST_PSEUDO);
  const pseudo = rows.filter(([, row]) => row.id >= FIRST_PSEUDO);
  return `${HEADER}
${table(real)}

## Pseudo instructions

Only the code generator and the flow graph know these; the assembler replaces them.

${table(pseudo)}
`;
}
