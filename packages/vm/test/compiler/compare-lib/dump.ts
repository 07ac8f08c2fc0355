/** Prints code objects as dump.py does. Usage: node dump.mjs OUT-FOLDER FILE... (bundled by compare.mjs). */
import { readFileSync, writeFileSync } from "node:fs";
import type { ConstValue } from "../../../src/ast/constants.ts";
import { SourceMap } from "../../../src/ast/source.ts";
import {
  type CodeData,
  cellvars,
  EXCEPTION_ENTRY,
  freevars,
  POSITION_ENTRY,
  varnames,
  wordArg,
  wordOp,
} from "../../../src/bytecode/code.ts";
import { reprConst } from "../../../src/bytecode/const-repr.ts";
import { hasJump, opName } from "../../../src/bytecode/opcodes.ts";
import { compile } from "../../../src/compiler/compile.ts";
import { PythonSyntaxError } from "../../../src/grammar/errors.ts";
import { parse } from "../../../src/grammar/parse.ts";

function textOf(value: ConstValue): string {
  switch (value.kind) {
    case "tuple":
      return `(${value.items.map(textOf).join(", ")}${value.items.length === 1 ? "," : ""})`;
    case "frozenset":
      return `frozenset({${value.items.map(textOf).sort().join(", ")}})`;
    case "code":
      return `<code ${value.code.name} ${value.code.firstlineno}>`;
    default:
      return reprConst(value, () => "");
  }
}

function sorted(value: ConstValue): ConstValue {
  if (value.kind !== "tuple") return value;
  const key = (v: ConstValue) => (v.kind === "str" ? v.value : "");
  return { kind: "tuple", items: [...value.items].sort((a, b) => (key(a) < key(b) ? -1 : 1)) };
}

function dump(code: CodeData, out: string[]): void {
  const words = [...code.instructions];
  const names = words.map((word) => opName(wordOp(word)));
  const loads = (i: number) => names[i] === "LOAD_CONST" || names[i] === "RETURN_CONST";
  const isStatic = (i: number) =>
    names[i + 1] === "STORE_NAME" && code.names[wordArg(words[i + 1])] === "__static_attributes__";
  const consts = [...code.consts];
  const static_ = words.findIndex((_, i) => isStatic(i));
  if (static_ >= 0) {
    const index = wordArg(words[static_]);
    if (words.every((word, i) => !loads(i) || wordArg(word) !== index || isStatic(i))) consts.splice(index, 1);
  }
  out.push(
    `== ${code.name} ${code.qualname} line ${code.firstlineno} args ${code.argcount} ${code.posonlyargcount} ` +
      `${code.kwonlyargcount} flags ${code.flags.toString(16)} stack ${code.stacksize}`,
  );
  out.push(`consts ${consts.map(textOf).join(" ")}`);
  out.push(`names ${code.names.join(" ")}`);
  out.push(`vars ${varnames(code).join(" ")} | ${cellvars(code).join(" ")} | ${freevars(code).join(" ")}`);
  words.forEach((word, i) => {
    let arg: number | string = wordArg(word);
    if (hasJump(wordOp(word))) arg = `->${arg}`;
    else if (loads(i)) arg = textOf(isStatic(i) ? sorted(code.consts[arg]) : code.consts[arg]);
    const places = code.positions.subarray(i * POSITION_ENTRY, (i + 1) * POSITION_ENTRY);
    out.push(`${i} ${names[i]} ${arg} (${places.join(",")})`);
  });
  const table = code.exceptiontable;
  for (let i = 0; i < table.length; i += EXCEPTION_ENTRY) {
    out.push(`exc ${table[i]} ${table[i + 1]} -> ${table[i + 2]} ${table[i + 3]} ${table[i + 4]}`);
  }
  for (const value of code.consts) if (value.kind === "code") dump(value.code, out);
}

const [folder, ...files] = process.argv.slice(2);
files.forEach((name, number) => {
  let out: string[] = [];
  try {
    const source = readFileSync(name, "utf8");
    const code = compile(parse(source, name, "exec"), new SourceMap(source, name), { allowUnsupported: true });
    dump(code, out);
  } catch (e) {
    if (!(e instanceof PythonSyntaxError)) out = [`CRASH ${(e as Error).stack}`];
    else out = [`SyntaxError ${e.message} ${e.line} ${e.col} ${e.endLine} ${e.endCol}`];
  }
  writeFileSync(`${folder}/${number}.txt`, `${out.join("\n")}\n`);
});
