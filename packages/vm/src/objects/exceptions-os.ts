/** OSError: a class for each error number, arguments that name files. See CPython Objects/exceptions.c (oserror_…). */
import { keep } from "../heap/handles.ts";
import { DEFER, EMPTY_TUPLE, NONE, T } from "../heap/layout.ts";
import { i32 } from "../heap/memory.ts";
import { TypeWord } from "../heap/type-layout.ts";
import {
  classByIndex,
  classOf,
  indexGen,
  isInstanceOfType,
  reprJs,
  slotOf,
  strJs,
  typeIndexOf,
  typeName,
  typeOf,
} from "./abstract.ts";
import { keywordCount } from "./descr-core.ts";
import { E, Exc, raise, raiseArgs } from "./errors.ts";
import { argsOf, defineException, field, given, reduce, setField, strGenOf, strLeafOf, tupleAt } from "./exceptions.ts";
import { allocInstance } from "./instance.ts";
import { internJs } from "./intern.ts";
import type { Gen, PyThrow } from "./native.ts";
import { intToNumber, isInt } from "./number-core.ts";
import { newTuple, tupleLength, tupleToArray } from "./sequence-core.ts";
import { S } from "./slots.ts";
import { newStr, strToJs } from "./str-core.ts";

/** Class of `OSError(errno, …)` by Linux error number. */
const errnoClasses = new Map<number, number>([
  [1, E.PermissionError],
  [2, E.FileNotFoundError],
  [3, E.ProcessLookupError],
  [4, E.InterruptedError],
  [10, E.ChildProcessError],
  [11, E.BlockingIOError],
  [13, E.PermissionError],
  [17, E.FileExistsError],
  [20, E.NotADirectoryError],
  [21, E.IsADirectoryError],
  [32, E.BrokenPipeError],
  [103, E.ConnectionAbortedError],
  [104, E.ConnectionResetError],
  [108, E.BrokenPipeError],
  [110, E.TimeoutError],
  [111, E.ConnectionRefusedError],
  [114, E.BlockingIOError],
  [115, E.BlockingIOError],
]);

/** Read `(errno, strerror[, filename[, winerror[, filename2]]])`; any other arguments are just arguments. */
function readOsArguments(e: number, argv: number, argc: number): void {
  let shown = argc;
  if (argc >= 2 && argc <= 5) {
    setField(e, Exc.FIELD0, i32[argv]);
    setField(e, Exc.FIELD1, i32[argv + 1]);
    const filename = argc > 2 ? i32[argv + 2] : NONE;
    if (filename !== NONE) {
      if (isInstanceOfType(e, E.BlockingIOError) && isInt(filename)) setField(e, Exc.FIELD4, filename);
      else {
        setField(e, Exc.FIELD2, filename);
        if (argc > 4 && i32[argv + 4] !== NONE) setField(e, Exc.FIELD3, i32[argv + 4]);
        shown = 2;
      }
    }
  }
  setField(e, Exc.ARGS, tupleAt(argv, shown));
}

/** A class that overrides `__init__` but not `__new__` reads its arguments there. */
const readsInInit = (type: number): boolean =>
  slotOf(type, S.INIT) !== slotOf(E.OSError, S.INIT) && slotOf(type, S.NEW) === slotOf(E.OSError, S.NEW);

function newOsError(cls: number, argv: number, argc: number, kwargs: number): number {
  let type = typeIndexOf(cls);
  const late = readsInInit(type);
  if (!late && keywordCount(kwargs) > 0)
    throw raise(E.TypeError, `${strToJs(i32[(cls >> 2) + TypeWord.NAME])}() takes no keyword arguments`);
  if (type === E.OSError && argc >= 2 && argc <= 5 && isInt(i32[argv]))
    type = errnoClasses.get(intToNumber(i32[argv])) ?? type;
  const e = keep(allocInstance(classByIndex(type)));
  i32[(e >> 2) + Exc.ARGS] = EMPTY_TUPLE;
  if (!late) readOsArguments(e, argv, argc);
  return e;
}

const isText = (v: number): boolean => v !== 0 && typeOf(v) === T.STR;
function* osErrorText(e: number): Gen {
  const [errno, text, file, file2] = [Exc.FIELD0, Exc.FIELD1, Exc.FIELD2, Exc.FIELD3].map((k) => field(e, k));
  if (file !== 0) {
    const head = `[Errno ${yield* strJs(given(errno))}] ${yield* strJs(given(text))}: ${yield* reprJs(file)}`;
    return newStr(file2 === 0 ? head : `${head} -> ${yield* reprJs(file2)}`);
  }
  if (errno !== 0 && text !== 0) return newStr(`[Errno ${yield* strJs(errno)}] ${yield* strJs(text)}`);
  return yield* strGenOf(e);
}

defineException("OSError", "Exception", () => ({
  doc: "Base class for I/O related errors.",
  new: ["($type, *args, **kwargs)", newOsError],
  init: [
    "($self, /, *args, **kwargs)",
    (e: number, argv: number, argc: number, kwargs: number) => {
      if (!readsInInit(typeOf(e))) return NONE;
      if (keywordCount(kwargs) > 0) throw raise(E.TypeError, `${typeName(e)}() takes no keyword arguments`);
      readOsArguments(e, argv, argc);
      return NONE;
    },
  ],
  slots: {
    str: {
      leaf(e: number): number {
        const errno = field(e, Exc.FIELD0);
        const text = field(e, Exc.FIELD1);
        if (errno === 0 && text === 0 && field(e, Exc.FIELD2) === 0) return strLeafOf(e);
        if ((errno & 1) === 1 && isText(text) && field(e, Exc.FIELD2) === 0)
          return newStr(`[Errno ${errno >> 1}] ${strToJs(text)}`);
        return DEFER;
      },
      gen: osErrorText,
    },
  },
  members: {
    errno: [Exc.FIELD0, "rw", "POSIX exception code"],
    strerror: [Exc.FIELD1, "rw", "exception strerror"],
    filename: [Exc.FIELD2, "rw", "exception filename"],
    filename2: [Exc.FIELD3, "rw", "second exception filename"],
  },
  getset: {
    characters_written: [
      (e: number) => field(e, Exc.FIELD4) || throwing(raiseArgs(E.AttributeError, internJs("characters_written"))),
      {
        leaf: () => DEFER,
        *gen(e: number, value: number): Gen {
          if (value === 0) {
            if (field(e, Exc.FIELD4) === 0) throw raiseArgs(E.AttributeError, internJs("characters_written"));
            setField(e, Exc.FIELD4, 0);
          } else setField(e, Exc.FIELD4, yield* indexGen(value));
          return NONE;
        },
      },
    ],
  },
  methods: {
    __reduce__: [
      "($self, /)",
      (e: number) => {
        const file = field(e, Exc.FIELD2);
        const args = argsOf(e);
        if (file === 0 || tupleLength(args) !== 2) return reduce(e);
        const file2 = field(e, Exc.FIELD3);
        const all = newTuple(file2 === 0 ? [...tupleToArray(args), file] : [...tupleToArray(args), file, NONE, file2]);
        return newTuple([classOf(e), all]);
      },
      "Helper for pickle.",
    ],
  },
}));
const throwing = (carrier: PyThrow): never => {
  throw carrier;
};
