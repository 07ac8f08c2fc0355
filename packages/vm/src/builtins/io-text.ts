/**
 * TextIOWrapper: text over a buffered stream: the type, its positions, its life. Reading is in io-text-read.ts, writing in io-text-write.ts. See CPython Modules/_io/textio.c.
 *
 * `tell()` gives the byte position of what was handed out: the snapshot keeps the bytes that the decoded text came from, and is walked character by character.
 */
import { borrow, keep } from "../heap/handles.ts";
import { DEFER, FALSE, NONE, T, TRUE } from "../heap/layout.ts";
import { incref } from "../heap/refcount.ts";
import { i32 } from "../heap/memory.ts";
import {
  callMethod,
  getAttrGen,
  getAttrOrMissing,
  indexGen,
  isInstanceOfType,
  MISSING,
  reprJs,
  truthGen,
  typeName,
  typeOf,
} from "../objects/abstract.ts";
import { instanceGet } from "../objects/attributes.ts";
import { E, isPythonException, raise, raiseOwned, setRefWord, takePending } from "../objects/errors.ts";
import { allocInstance } from "../objects/instance.ts";
import { internJs } from "../objects/intern.ts";
import type { Gen, Ref } from "../objects/native.ts";
import { bool, intToNumber, isInt, newInt, plainValue } from "../objects/number-core.ts";
import { newTuple } from "../objects/sequence-core.ts";
import { encodingNamed } from "../objects/str-codec.ts";
import { newStr, strLength, strToJs } from "../objects/str-core.ts";
import { defineType } from "../objects/type-def.ts";
import { streamDel } from "./io-base.ts";
import { flush as flushPlain } from "./io-buffered.ts";
import { after, atOnce, IO_FLAGS, isStr, Text, TEXT_CHUNK, TextFlag, unsupported } from "./io-core.ts";
import { canWriteText, dropDecoded, encodingOf, isPlainBuffer, writeTextGen, writeTextLeaf } from "./io-text-write.ts";
import { M } from "./type-indices.ts";
import {
  bytesOf,
  checkOpen,
  checkReady,
  flushed,
  has,
  isClosed,
  lineFirst,
  read,
  readingLeaf,
  readline,
  readLineOpen,
  setFlag,
  word,
} from "./io-text-read.ts";

/** Set the flags that follow from the newline argument (None, or a str already checked). */
function setNewline(self: Ref, newline: Ref): void {
  setRefWord((self >> 2) + Text.NEWLINE, newline);
  const text = newline === NONE ? null : strToJs(plainValue(newline));
  setFlag(self, TextFlag.UNIVERSAL, text === null || text === "");
  setFlag(self, TextFlag.TRANSLATE, text === null);
  setFlag(self, TextFlag.WRITE_TRANSLATE, text === "\r" || text === "\r\n");
}
function checkNewline(newline: Ref): Ref {
  if (newline === 0 || newline === NONE) return NONE;
  if (!isStr(newline))
    throw raise(E.TypeError, `TextIOWrapper() argument 'newline' must be str or None, not ${typeName(newline)}`);
  const text = strToJs(plainValue(newline));
  if (!["", "\n", "\r", "\r\n"].includes(text)) throw raise(E.ValueError, `illegal newline value: ${text}`);
  return plainValue(newline);
}

/** What `__init__` does when everything is known. Names are interned strs or fresh ones. */
export function initText(self: Ref, buffer: Ref, encoding: Ref, errors: Ref, newline: Ref, flags: number): void {
  const w = self >> 2;
  setRefWord(w + Text.BUFFER, buffer);
  setRefWord(w + Text.ENCODING, encoding);
  setRefWord(w + Text.ERRORS, errors);
  i32[w + Text.FLAGS] = flags | TextFlag.OK;
  i32[w + Text.CHUNK] = TEXT_CHUNK;
  i32[w + Text.SEEN] = 0;
  dropDecoded(self);
  setNewline(self, newline);
}

function* init(
  self: Ref,
  buffer: Ref,
  encoding: Ref,
  errors: Ref,
  newlineRef: Ref,
  lineBuffering: Ref,
  writeThrough: Ref,
): Gen {
  i32[(self >> 2) + Text.FLAGS] = 0;
  const newline = checkNewline(newlineRef);
  let name = internJs("UTF-8");
  if (encoding !== 0 && encoding !== NONE) {
    if (!isStr(encoding))
      throw raise(E.TypeError, `TextIOWrapper() argument 'encoding' must be str or None, not ${typeName(encoding)}`);
    const text = strToJs(plainValue(encoding));
    if (text !== "locale") {
      encodingNamed(text);
      name = internJs(text);
    }
  }
  let how = internJs("strict");
  if (errors !== 0 && errors !== NONE) {
    if (!isStr(errors))
      throw raise(E.TypeError, `TextIOWrapper() argument 'errors' must be str or None, not ${typeName(errors)}`);
    how = internJs(strToJs(plainValue(errors)));
  }
  let flags = 0;
  if (lineBuffering !== 0 && (yield* truthGen(lineBuffering))) flags |= TextFlag.LINE_BUFFERING;
  if (writeThrough !== 0 && (yield* truthGen(writeThrough))) flags |= TextFlag.WRITE_THROUGH;
  if (yield* truthGen(yield* callMethod(buffer, "seekable"))) flags |= TextFlag.SEEKABLE;
  if (yield* truthGen(yield* callMethod(buffer, "readable"))) flags |= TextFlag.READABLE;
  if (yield* truthGen(yield* callMethod(buffer, "writable"))) flags |= TextFlag.WRITABLE;
  initText(self, buffer, name, how, newline, flags);
  if ((flags & TextFlag.SEEKABLE) !== 0 && (flags & TextFlag.WRITABLE) !== 0) {
    // Appending to what is there: no second byte order mark.
    const at = yield* callMethod(buffer, "tell");
    if (isInt(at) && intToNumber(at) !== 0) setFlag(self, TextFlag.BOM_DONE, true);
  }
  return NONE;
}

// --- position ---

/** Byte offset in the snapshot of the decoded character at POS. */
function snapshotOffset(self: Ref): number {
  const bytes = bytesOf(word(self, Text.SNAPSHOT));
  const encoding = encodingOf(self);
  const translate = has(self, TextFlag.TRANSLATE);
  let at = 0;
  let seenBom = false;
  const wide = encoding.startsWith("utf-16") ? 2 : encoding.startsWith("utf-32") ? 4 : 1;
  for (let chars = 0; chars < word(self, Text.POS); chars++) {
    if (wide > 1) {
      if (
        !seenBom &&
        at === 0 &&
        (encoding === "utf-16" || encoding === "utf-32") &&
        ((bytes[0] === 0xff && bytes[1] === 0xfe) || bytes[bytes.length > 3 && wide === 4 ? 2 : 0] === 0xfe)
      ) {
        at += wide;
        seenBom = true;
      }
      const high = wide === 2 ? bytes[at + (encoding.endsWith("be") ? 0 : 1)] : 0;
      at += wide === 2 && high >= 0xd8 && high < 0xdc ? 4 : wide;
      continue;
    }
    const b = bytes[at];
    if (translate && b === 13) at += bytes[at + 1] === 10 ? 2 : 1;
    else if (encoding === "latin-1" || encoding === "ascii" || b < 0x80) at++;
    else if (b >= 0xf0) at += 4;
    else if (b >= 0xe0) at += 3;
    else at += b >= 0xc0 ? 2 : 1;
  }
  return at;
}

function* tell(self: Ref): Gen {
  yield* checkOpen(self);
  if (!has(self, TextFlag.SEEKABLE)) throw unsupported("underlying stream is not seekable");
  if (has(self, TextFlag.ITERATING)) throw raise(E.OSError, "telling position disabled by next() call");
  yield* flushed(self);
  yield* callMethod(self, "flush");
  const buffer = word(self, Text.BUFFER);
  const at = intToNumber(yield* indexGen(yield* callMethod(buffer, "tell")));
  const snapshot = word(self, Text.SNAPSHOT);
  if (snapshot === 0) return newInt(at);
  return newInt(at - bytesOf(snapshot).length + snapshotOffset(self));
}

function* seek(self: Ref, cookieRef: Ref, whenceRef: Ref): Gen {
  yield* checkOpen(self);
  const whence = whenceRef === 0 ? 0 : intToNumber(yield* indexGen(whenceRef));
  if (!has(self, TextFlag.SEEKABLE)) throw unsupported("underlying stream is not seekable");
  let cookie = intToNumber(yield* indexGen(cookieRef));
  const buffer = word(self, Text.BUFFER);
  setFlag(self, TextFlag.ITERATING, false);
  if (whence === 1) {
    if (cookie !== 0) throw unsupported("can't do nonzero cur-relative seeks");
    cookie = intToNumber(yield* tell(self));
  } else if (whence === 2) {
    if (cookie !== 0) throw unsupported("can't do nonzero end-relative seeks");
    yield* callMethod(self, "flush");
    dropDecoded(self);
    const end = yield* callMethod(buffer, "seek", newInt(0), newInt(2));
    setFlag(self, TextFlag.BOM_DONE, isInt(end) && intToNumber(end) !== 0);
    return end;
  } else if (whence !== 0) throw raise(E.ValueError, `invalid whence (${whence}, should be 0, 1 or 2)`);
  if (cookie < 0) throw raise(E.ValueError, `negative seek position ${cookie}`);
  yield* callMethod(self, "flush");
  yield* callMethod(buffer, "seek", newInt(cookie));
  dropDecoded(self);
  if (cookie === 0) i32[(self >> 2) + Text.SEEN] &= 0xff;
  setFlag(self, TextFlag.BOM_DONE, cookie !== 0);
  return newInt(cookie);
}

function* flush(self: Ref): Gen {
  yield* checkOpen(self);
  setFlag(self, TextFlag.ITERATING, false);
  yield* flushed(self);
  return yield* callMethod(word(self, Text.BUFFER), "flush");
}

function* close(self: Ref): Gen {
  checkReady(self);
  if (yield* isClosed(self)) return NONE;
  let failure = 0;
  try {
    yield* callMethod(self, "flush");
  } catch (thrown) {
    if (!isPythonException(thrown)) throw thrown;
    failure = keep(takePending());
  }
  i32[(self >> 2) + Text.PENDING] = 0;
  setFlag(self, TextFlag.CLOSED, true);
  yield* callMethod(word(self, Text.BUFFER), "close");
  if (failure !== 0) {
    incref(failure);
    throw raiseOwned(failure);
  }
  return NONE;
}

function* reprOf(self: Ref): Gen {
  if (!has(self, TextFlag.OK | TextFlag.DETACHED)) checkReady(self);
  let text = "<_io.TextIOWrapper";
  const name =
    word(self, Text.BUFFER) === 0 ? MISSING : yield* getAttrOrMissing(word(self, Text.BUFFER), internJs("name"));
  if (name !== MISSING) text += ` name=${yield* reprJs(name)}`;
  const mode = instanceGet(self, internJs("mode"));
  if (mode !== 0) text += ` mode=${yield* reprJs(mode)}`;
  return newStr(`${text} encoding=${yield* reprJs(word(self, Text.ENCODING))}>`);
}

const checkedStr = (s: Ref): Ref => {
  if (!isInstanceOfType(s, T.STR)) throw raise(E.TypeError, `write() argument must be str, not ${typeName(s)}`);
  return plainValue(s);
};
/** A method of the buffer, for what the wrapper passes on. */
const asked = (method: string) =>
  function* (self: Ref): Gen {
    checkReady(self);
    return yield* callMethod(word(self, Text.BUFFER), method);
  };
const ofBuffer = (name: string) =>
  function* (self: Ref): Gen {
    checkReady(self);
    return yield* getAttrGen(word(self, Text.BUFFER), internJs(name));
  };

function* reconfigure(self: Ref, encoding: Ref, errors: Ref, newline: Ref, lineBuffering: Ref, writeThrough: Ref): Gen {
  checkReady(self);
  const w = self >> 2;
  const given = (r: Ref): boolean => r !== 0 && r !== NONE;
  if (word(self, Text.DECODED) !== 0 && (given(encoding) || given(errors) || newline !== 0)) {
    throw unsupported("It is not possible to set the encoding or newline of stream after the first read");
  }
  yield* callMethod(self, "flush");
  if (given(encoding)) {
    const text = strToJs(plainValue(encoding));
    encodingNamed(text);
    setRefWord(w + Text.ENCODING, internJs(text));
    setRefWord(w + Text.ERRORS, internJs(given(errors) ? strToJs(plainValue(errors)) : "strict"));
  } else if (given(errors)) setRefWord(w + Text.ERRORS, internJs(strToJs(plainValue(errors))));
  if (newline !== 0) setNewline(self, checkNewline(newline));
  if (given(lineBuffering)) setFlag(self, TextFlag.LINE_BUFFERING, yield* truthGen(lineBuffering));
  if (given(writeThrough)) setFlag(self, TextFlag.WRITE_THROUGH, yield* truthGen(writeThrough));
  return NONE;
}

function seenNewlines(self: Ref): Ref {
  const seen = word(self, Text.SEEN) & 7;
  const kinds = [
    [1, "\r"],
    [2, "\n"],
    [4, "\r\n"],
  ] as const;
  const found = kinds.filter(([bit]) => (seen & bit) !== 0).map(([, text]) => newStr(text));
  return found.length === 0 ? NONE : found.length === 1 ? found[0] : newTuple(found);
}

defineType(M.TEXT_IO_WRAPPER, () => ({
  name: "TextIOWrapper",
  module: "_io",
  base: M.TEXT_IO_BASE,
  flags: IO_FLAGS,
  doc: "Character and line based layer over a BufferedIOBase object, buffer.",
  new: ["($type, /, *args, **kwargs)", (cls: Ref) => keep(allocInstance(cls))],
  init: ["($self, buffer, encoding=None, errors=None, newline=None, line_buffering=False, write_through=False)", init],
  slots: {
    repr: reprOf,
    del: streamDel,
    next: lineFirst(function* (self: Ref): Gen {
      checkReady(self);
      let line: Ref;
      if (typeOf(self) === M.TEXT_IO_WRAPPER) {
        yield* checkOpen(self);
        setFlag(self, TextFlag.ITERATING, true);
        line = yield* readLineOpen(self, -1);
      } else {
        line = yield* callMethod(self, "readline");
        if (!isStr(line))
          throw raise(E.OSError, `readline() should have returned a str object, not '${typeName(line)}'`);
        line = plainValue(line);
      }
      if (strLength(line) > 0) return line;
      setFlag(self, TextFlag.ITERATING, false);
      return 0;
    }),
  },
  methods: {
    write: [
      "($self, text, /)",
      {
        leaf(self: Ref, text: Ref): Ref {
          if (typeOf(text) !== T.STR || !canWriteText(self)) return DEFER;
          writeTextLeaf(self, text);
          return newInt(strLength(text));
        },
        *gen(self: Ref, text: Ref): Gen {
          checkReady(self);
          const s = checkedStr(text);
          yield* checkOpen(self);
          if (!has(self, TextFlag.WRITABLE)) throw unsupported("not writable");
          yield* writeTextGen(self, s);
          return newInt(strLength(s));
        },
      },
    ],
    read: ["($self, size=-1, /)", readingLeaf(read)],
    readline: ["($self, size=-1, /)", lineFirst(readline)],
    flush: [
      "($self, /)",
      {
        leaf(self: Ref): Ref {
          if (!canWriteText(self)) return DEFER;
          setFlag(self, TextFlag.ITERATING, false);
          atOnce(flushed(self));
          return isPlainBuffer(word(self, Text.BUFFER)) ? atOnce(flushPlain(word(self, Text.BUFFER))) : DEFER;
        },
        gen: flush,
      },
    ],
    close: ["($self, /)", close],
    detach: [
      "($self, /)",
      function* (self: Ref): Gen {
        checkReady(self);
        yield* callMethod(self, "flush");
        const buffer = borrow(word(self, Text.BUFFER));
        setRefWord((self >> 2) + Text.BUFFER, 0);
        setFlag(self, TextFlag.OK, false);
        setFlag(self, TextFlag.DETACHED, true);
        return buffer;
      },
    ],
    seek: ["($self, cookie, whence=os.SEEK_SET, /)", seek],
    tell: ["($self, /)", tell],
    truncate: [
      "($self, pos=None, /)",
      function* (self: Ref, pos: Ref): Gen {
        checkReady(self);
        yield* callMethod(self, "flush");
        return yield* callMethod(word(self, Text.BUFFER), "truncate", pos === 0 ? NONE : pos);
      },
    ],
    fileno: ["($self, /)", asked("fileno")],
    isatty: ["($self, /)", asked("isatty")],
    readable: ["($self, /)", asked("readable")],
    writable: ["($self, /)", asked("writable")],
    seekable: ["($self, /)", asked("seekable")],
    reconfigure: [
      "($self, /, *, encoding=None, errors=None, newline=None, line_buffering=None, write_through=None)",
      reconfigure,
    ],
  },
  getset: {
    closed: [
      function* (self: Ref): Gen {
        checkReady(self);
        return bool(yield* isClosed(self));
      },
    ],
    name: [ofBuffer("name")],
    newlines: [seenNewlines],
    errors: [(self: Ref) => after(checkReady(self), word(self, Text.ERRORS))],
    line_buffering: [(self: Ref) => (has(self, TextFlag.LINE_BUFFERING) ? TRUE : FALSE)],
    write_through: [(self: Ref) => (has(self, TextFlag.WRITE_THROUGH) ? TRUE : FALSE)],
    buffer: [(self: Ref) => after(checkReady(self), word(self, Text.BUFFER))],
    encoding: [(self: Ref) => word(self, Text.ENCODING) || NONE],
    _CHUNK_SIZE: [
      (self: Ref) => newInt(word(self, Text.CHUNK)),
      (self: Ref, value: Ref) => {
        i32[(self >> 2) + Text.CHUNK] = Math.max(1, intToNumber(value));
        return NONE;
      },
    ],
  },
}));
