/** Modules `io` and `_io`: the table. The classes are in io-base, io-file, io-buffered, io-text and io-memory. */
import { T, TYPE_TABLE } from "../heap/layout.ts";
import { i32 } from "../heap/memory.ts";
import { TypeWord } from "../heap/type-layout.ts";
import { immortalize } from "../heap/alloc.ts";
import { E } from "../objects/errors.ts";
import type { Gen, Ref } from "../objects/native.ts";
import { newInt } from "../objects/number-core.ts";
import { allocTupleOf } from "../objects/sequence-core.ts";
import { NONE } from "../heap/layout.ts";
import { internJs } from "../objects/intern.ts";
import "./io-base.ts";
import "./io-file.ts";
import "./io-buffered.ts";
import "./io-text.ts";
import "./io-memory.ts";
import { BUFFER_SIZE } from "./io-core.ts";
import { openGen } from "./io-open.ts";
import { bootHooks, defineModule, type ModuleDef } from "./modules.ts";
import { M } from "./type-indices.ts";

// io.UnsupportedOperation has two bases, OSError and ValueError, which a declaration cannot say.
bootHooks.push(() => {
  const w = i32[TYPE_TABLE + M.UNSUPPORTED_OPERATION] >> 2;
  const ref = (type: number): Ref => i32[TYPE_TABLE + type];
  i32[w + TypeWord.BASES] = immortalize(allocTupleOf([ref(E.OSError), ref(E.ValueError)]));
  i32[w + TypeWord.MRO] = immortalize(
    allocTupleOf([M.UNSUPPORTED_OPERATION, E.OSError, E.ValueError, E.Exception, E.BaseException, T.OBJECT].map(ref)),
  );
});

const open: NonNullable<ModuleDef["functions"]>[string] = [
  "(file, mode='r', buffering=-1, encoding=None, errors=None, newline=None, closefd=True, opener=None)",
  openGen,
  "Open file and return a stream.",
];
const types = {
  FileIO: M.FILE_IO,
  BufferedReader: M.BUFFERED_READER,
  BufferedWriter: M.BUFFERED_WRITER,
  BufferedRandom: M.BUFFERED_RANDOM,
  BufferedRWPair: M.BUFFERED_RW_PAIR,
  TextIOWrapper: M.TEXT_IO_WRAPPER,
  StringIO: M.STRING_IO,
  BytesIO: M.BYTES_IO,
  UnsupportedOperation: M.UNSUPPORTED_OPERATION,
};
const common: ModuleDef = {
  functions: {
    open,
    open_code: [
      "(path)",
      function* (path: Ref): Gen {
        return yield* openGen(path, internJs("rb"), 0, 0, 0, 0, 0, 0);
      },
      "Opens the provided file with the intent to import the contents.",
    ],
    text_encoding: [
      "(encoding, stacklevel=2, /)",
      (encoding: Ref) => (encoding === NONE ? internJs("locale") : encoding),
      "A helper function to choose the text encoding.",
    ],
  },
  attributes: { DEFAULT_BUFFER_SIZE: () => newInt(BUFFER_SIZE) },
};

defineModule("_io", () => ({
  ...common,
  types: {
    ...types,
    _IOBase: M.IO_BASE,
    _RawIOBase: M.RAW_IO_BASE,
    _BufferedIOBase: M.BUFFERED_IO_BASE,
    _TextIOBase: M.TEXT_IO_BASE,
    BlockingIOError: E.BlockingIOError,
  },
}));
defineModule("io", () => ({
  doc: "The io module provides the Python interfaces to stream handling.",
  ...common,
  attributes: { ...common.attributes, SEEK_SET: () => newInt(0), SEEK_CUR: () => newInt(1), SEEK_END: () => newInt(2) },
  types: {
    ...types,
    IOBase: M.IO_BASE,
    RawIOBase: M.RAW_IO_BASE,
    BufferedIOBase: M.BUFFERED_IO_BASE,
    TextIOBase: M.TEXT_IO_BASE,
    BlockingIOError: E.BlockingIOError,
  },
  shownAs: "_io",
}));
