/** Our side of compare-cpython.mjs: answers the questions of a JSON file, one line of JSON for each. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { dump } from "../src/ast/dump.ts";
import { SourceMap } from "../src/ast/source.ts";
import { PythonSyntaxError } from "../src/grammar/errors.ts";
import { parse } from "../src/grammar/parse.ts";

const [what, file] = process.argv.slice(2);
const questions: string[] = JSON.parse(readFileSync(file, "utf8"));

function errorOf(error: unknown): unknown {
  if (!(error instanceof PythonSyntaxError)) throw error;
  return [error.kind, error.message, error.line, error.col, error.endLine, error.endCol];
}

/** A digest of the tree of a file, or its error. */
function treeOf(path: string): unknown {
  const source = readFileSync(path, "utf8");
  try {
    const text = dump(parse(source, path, "exec"), { attributes: new SourceMap(source, path) });
    return createHash("md5").update(text).digest("hex");
  } catch (error) {
    return errorOf(error);
  }
}

/** The error of a program, null when it is accepted. */
function mistakeOf(source: string): unknown {
  try {
    parse(source, "<bad>", "exec");
    return null;
  } catch (error) {
    return errorOf(error);
  }
}

for (const question of questions)
  console.log(JSON.stringify(what === "trees" ? treeOf(question) : mistakeOf(question)));
