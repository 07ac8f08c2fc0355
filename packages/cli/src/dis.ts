/** `gilscope dis`: source to the text of `python3.13 -m dis`, with the front end alone; no worker, no heap. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { getSystemErrorMap } from "node:util";
import { exitStatus } from "@gilscope/runtime/run.ts";
import { SourceMap } from "@gilscope/vm/ast/source.ts";
import { disassemble } from "@gilscope/vm/bytecode/dis.ts";
import { CompileRecursionError, compile } from "@gilscope/vm/compiler/compile.ts";
import { PythonSyntaxError, type SyntaxWarningNote } from "@gilscope/vm/grammar/errors.ts";
import { parse } from "@gilscope/vm/grammar/parse.ts";
import { decode, type EncodingName, lookUpEncoding } from "@gilscope/vm/text/codecs.ts";

export interface DisResult {
  /** For standard output. */
  text: string;
  /** For standard error. */
  errors: string;
  status: number;
}

/**
 * Text of the bytecode of a program. Constructs that the machine does not run yet are shown too.
 * @param kind `command`: `target` is the source itself; `stdin`: read it there.
 */
export async function disText(
  kind: "file" | "command" | "stdin",
  target: string,
  options: { showCaches?: boolean; showOffsets?: boolean },
): Promise<DisResult> {
  const filename = kind === "command" ? "<string>" : kind === "stdin" ? "<stdin>" : target;
  let source: string;
  if (kind === "command") source = target;
  else {
    let bytes: Uint8Array;
    try {
      bytes = kind === "stdin" ? await readStdin() : readFileSync(target);
    } catch (error) {
      return { text: "", errors: cannotOpen(target, error), status: exitStatus.usage };
    }
    const text = decodeSource(bytes);
    if (text === null) {
      const errors = `gilscope: '${resolve(target)}' is not text in the encoding that it declares (UTF-8 by default)\n`;
      return { text: "", errors, status: exitStatus.exception };
    }
    source = text;
  }
  if (!source.endsWith("\n")) source += "\n";
  const warnings: SyntaxWarningNote[] = [];
  const said = (): string =>
    warnings.map((w) => `${w.filename}:${w.line}: SyntaxWarning: ${w.message}\n  ${w.text.trim()}\n`).join("");
  try {
    const tree = parse(source, filename, "exec", warnings);
    const code = compile(tree, new SourceMap(source, filename), { allowUnsupported: true, warnings });
    return { text: disassemble(code, options), errors: said(), status: exitStatus.ok };
  } catch (error) {
    if (error instanceof PythonSyntaxError) {
      return { text: "", errors: said() + syntaxErrorText(error), status: exitStatus.exception };
    }
    if (error instanceof CompileRecursionError) {
      return { text: "", errors: `RecursionError: ${error.message}\n`, status: exitStatus.exception };
    }
    throw error;
  }
}

async function readStdin(): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** `gilscope: can't open file '/home/me/x.py': [Errno 2] No such file or directory`, as python3 says it. */
function cannotOpen(target: string, error: unknown): string {
  const { errno = 0, code = "" } = error as NodeJS.ErrnoException;
  const known = strerror[code] ?? getSystemErrorMap().get(errno)?.[1] ?? String(error);
  return `gilscope: can't open file '${resolve(target)}': [Errno ${Math.abs(errno)}] ${known}\n`;
}
const strerror: Record<string, string> = {
  ENOENT: "No such file or directory",
  EACCES: "Permission denied",
  EISDIR: "Is a directory",
  ENOTDIR: "Not a directory",
};

/** Text of a source file: byte order mark, coding comment (PEP 263). Null when it cannot be decoded. */
function decodeSource(bytes: Uint8Array): string | null {
  const head = Buffer.from(bytes.subarray(0, 1024))
    .toString("latin1")
    .split(/\r\n|\r|\n/, 2);
  let encoding: EncodingName = "utf-8";
  for (const line of head) {
    const cookie = /^[ \t\f]*#.*?coding[:=][ \t]*([-_.a-zA-Z0-9]+)/.exec(line);
    if (cookie !== null) {
      const known = lookUpEncoding(cookie[1]);
      if (known === null) return null;
      encoding = known;
      break;
    }
    if (!/^(ï»¿)?[ \t\f]*(#.*)?$/.test(line)) break;
  }
  try {
    if (encoding === "utf-8") return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    const { codes } = decode(bytes, 0, bytes.length, encoding);
    let text = "";
    for (const code of codes) text += String.fromCodePoint(code);
    return text;
  } catch {
    return null;
  }
}

/** A SyntaxError as CPython prints one without a traceback: place, line, caret, message. */
export function syntaxErrorText(error: PythonSyntaxError): string {
  const { line, col, endLine, endCol, text } = error;
  let out = `  File "${error.filename}", line ${line ?? 1}\n`;
  if (text !== null) {
    const right = text.replace(/\n+$/, "");
    const left = right.replace(/^[ \n\f]+/, "");
    out += `    ${left}\n`;
    if (col !== null && col > 0) {
      const points = [...right];
      const start = Math.min(col, points.length + 1);
      let end = line === endLine && endCol !== null && endCol > 0 ? endCol : points.length + 1;
      end = Math.min(end, points.length + 1);
      if (end <= start) end = start + 1;
      const from = start - 1 - (right.length - left.length);
      if (from >= 0) {
        const before = [...left].slice(0, from).join("").replace(/\S/gu, " ").padEnd(from);
        out += `    ${before}${"^".repeat(end - start)}\n`;
      }
    }
  }
  return `${out}${error.kind}: ${error.message}\n`;
}
