/** Source files: their bytes, and the text that these mean (byte order mark, coding comment, newlines). See PEP 263, CPython Parser/tokenizer. */
import { PythonSyntaxError } from "../grammar/errors.ts";
import { host, OpenFlag } from "../host.ts";
import { UnicodeFail, decode as decodeBytes, lookUpEncoding } from "../text/codecs.ts";
import { checkSignals } from "./signals.ts";

/** The bytes of a file, or a negated errno. */
export function readWholeFile(path: string): Uint8Array | number {
  const fd = host.sys.open(path, OpenFlag.RDONLY, 0);
  if (fd < 0) return fd;
  const chunks: Uint8Array[] = [];
  let total = 0;
  for (;;) {
    const chunk = new Uint8Array(65536);
    const n = host.sys.read(fd, chunk);
    if (n === -4) {
      checkSignals();
      continue;
    }
    if (n < 0) {
      host.sys.close(fd);
      return n;
    }
    if (n === 0) break;
    chunks.push(chunk.subarray(0, n));
    total += n;
  }
  host.sys.close(fd);
  const out = new Uint8Array(total);
  let at = 0;
  for (const chunk of chunks) {
    out.set(chunk, at);
    at += chunk.length;
  }
  return out;
}

/**
 * Source text of the bytes of a file: byte order mark, coding comment (PEP 263), universal newlines. Throws PythonSyntaxError.
 * @param isScript the main program, for which CPython words the error of a bad byte differently
 */
export function decodeSource(bytes: Uint8Array, filename: string, isScript = false): string {
  let start = 0;
  let encoding = "utf-8";
  const bom = bytes.length >= 3 && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  if (bom) start = 3;
  let declared = false;
  let at = start;
  for (let line = 0; line < 2 && at < bytes.length; line++) {
    let end = bytes.indexOf(10, at);
    if (end < 0) end = bytes.length;
    const text = String.fromCharCode(...bytes.subarray(at, Math.min(end, at + 400)));
    const cookie = /^[ \t\f]*#.*?coding[:=][ \t]*([-_.a-zA-Z0-9]+)/.exec(text);
    if (cookie !== null) {
      const known = lookUpEncoding(cookie[1]);
      if (known === null) throw sourceError(`unknown encoding: ${cookie[1]}`, filename, null);
      encoding = known;
      declared = true;
      break;
    }
    if (!/^[ \t\f]*(#.*)?\r?$/.test(text)) break;
    at = end + 1;
  }
  let text: string;
  if (encoding === "utf-8") {
    try {
      text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes.subarray(start));
    } catch {
      throw badByte(bytes, start, filename, declared || !isScript);
    }
  } else {
    try {
      const decoded = decodeBytes(bytes, start, bytes.length, encoding as never);
      text = String.fromCodePoint(...Array.from(decoded.codes));
    } catch (thrown) {
      if (!(thrown instanceof UnicodeFail)) throw thrown;
      throw sourceError(`(unicode error) ${thrown.message}`, filename, null);
    }
  }
  return text.includes("\r") ? text.replace(/\r\n?/g, "\n") : text;
}

function badByte(bytes: Uint8Array, start: number, filename: string, declared: boolean): PythonSyntaxError {
  let failure: UnicodeFail | null = null;
  try {
    decodeBytes(bytes, start, bytes.length, "utf-8");
  } catch (thrown) {
    if (thrown instanceof UnicodeFail) failure = thrown;
  }
  const position = failure?.start ?? start;
  let line = 1;
  for (let k = 0; k < position; k++) if (bytes[k] === 10) line++;
  const hex = bytes[position].toString(16).padStart(2, "0");
  if (declared) return sourceError(`(unicode error) ${failure?.message ?? ""}`, filename, line);
  return sourceError(
    `Non-UTF-8 code starting with '\\x${hex}' in file ${filename} on line ${line}, but no encoding declared; see https://peps.python.org/pep-0263/ for details`,
    filename,
    line,
  );
}
export const sourceError = (message: string, filename: string, line: number | null): PythonSyntaxError =>
  new PythonSyntaxError("SyntaxError", message, {
    filename,
    line,
    col: line === null ? null : 0,
    endLine: null,
    endCol: null,
    text: null,
  });
