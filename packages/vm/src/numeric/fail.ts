/**
 * The one way in which the pure algorithms of numeric/ and text/ report a Python error.
 *
 * A `Fail` is thrown, is not an `Error` (no stack is captured) and never leaves the built-in that called the algorithm:
 * its wrapper turns it into the Python exception named by `kind` with `message` as its only argument. Unicode errors
 * carry more (see text/codecs.ts, `UnicodeFail`).
 */

/** The Python exception type to raise. `struct.error` stands for the exception of the struct module. */
export type FailKind =
  | "AttributeError"
  | "IndexError"
  | "KeyError"
  | "LookupError"
  | "MemoryError"
  | "OverflowError"
  | "TypeError"
  | "UnicodeDecodeError"
  | "UnicodeEncodeError"
  | "ValueError"
  | "ZeroDivisionError"
  | "struct.error";

/** A Python exception to be: its type and its message in CPython's words. */
export class Fail {
  readonly kind: FailKind;
  readonly message: string;

  constructor(kind: FailKind, message: string) {
    this.kind = kind;
    this.message = message;
  }

  /** For test output only. */
  toString(): string {
    return `${this.kind}: ${this.message}`;
  }
}

/** Throws a `Fail`. */
export function fail(kind: FailKind, message: string): never {
  throw new Fail(kind, message);
}
