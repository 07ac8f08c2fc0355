/**
 * THE instruction table. One row an instruction: its number, the kind of its operand, what it takes from and leaves on
 * the stack, what it may do, its inline cache units in CPython 3.13, at which of CPython's releases it was a point
 * where the interpreter lock could be handed over, and one line of meaning. Names and numbers are CPython 3.13's, so
 * `opcode.opmap`, `dis` and traces agree with CPython. Everything else that knows instructions (flow graph, assembler,
 * disassembler, verifier, interpreter switch, docs/opcodes.md) is derived from this table or checked against it.
 *
 * What is not here: the meaning of instructions as code (interpreter), the encoding of code objects (code.ts).
 *
 * Invariants: ids below 256 are real instructions, 256 and up are pseudo instructions that never leave the compiler;
 * 200-255 are kept for private quickened forms of the interpreter; `Op` and the table name the same set (tested).
 *
 * Stack notation (as in CPython's Python/bytecodes.c): what is popped, top last, `--`, what is pushed. `x[n]` stands
 * for n values, `x if (c)` for one value when c is not zero; n and c are `oparg` or `oparg <op> number`.
 */

/** Number of each instruction: CPython 3.13's. A `const enum`, so that case labels reach V8 as integer literals. */
export const enum Op {
  CACHE = 0,
  BEFORE_ASYNC_WITH = 1,
  BEFORE_WITH = 2,
  BINARY_SLICE = 4,
  BINARY_SUBSCR = 5,
  CHECK_EG_MATCH = 6,
  CHECK_EXC_MATCH = 7,
  CLEANUP_THROW = 8,
  DELETE_SUBSCR = 9,
  END_ASYNC_FOR = 10,
  END_FOR = 11,
  END_SEND = 12,
  EXIT_INIT_CHECK = 13,
  FORMAT_SIMPLE = 14,
  FORMAT_WITH_SPEC = 15,
  GET_AITER = 16,
  RESERVED = 17,
  GET_ANEXT = 18,
  GET_ITER = 19,
  GET_LEN = 20,
  GET_YIELD_FROM_ITER = 21,
  INTERPRETER_EXIT = 22,
  LOAD_ASSERTION_ERROR = 23,
  LOAD_BUILD_CLASS = 24,
  LOAD_LOCALS = 25,
  MAKE_FUNCTION = 26,
  MATCH_KEYS = 27,
  MATCH_MAPPING = 28,
  MATCH_SEQUENCE = 29,
  NOP = 30,
  POP_EXCEPT = 31,
  POP_TOP = 32,
  PUSH_EXC_INFO = 33,
  PUSH_NULL = 34,
  RETURN_GENERATOR = 35,
  RETURN_VALUE = 36,
  SETUP_ANNOTATIONS = 37,
  STORE_SLICE = 38,
  STORE_SUBSCR = 39,
  TO_BOOL = 40,
  UNARY_INVERT = 41,
  UNARY_NEGATIVE = 42,
  UNARY_NOT = 43,
  WITH_EXCEPT_START = 44,
  BINARY_OP = 45,
  BUILD_CONST_KEY_MAP = 46,
  BUILD_LIST = 47,
  BUILD_MAP = 48,
  BUILD_SET = 49,
  BUILD_SLICE = 50,
  BUILD_STRING = 51,
  BUILD_TUPLE = 52,
  CALL = 53,
  CALL_FUNCTION_EX = 54,
  CALL_INTRINSIC_1 = 55,
  CALL_INTRINSIC_2 = 56,
  CALL_KW = 57,
  COMPARE_OP = 58,
  CONTAINS_OP = 59,
  CONVERT_VALUE = 60,
  COPY = 61,
  COPY_FREE_VARS = 62,
  DELETE_ATTR = 63,
  DELETE_DEREF = 64,
  DELETE_FAST = 65,
  DELETE_GLOBAL = 66,
  DELETE_NAME = 67,
  DICT_MERGE = 68,
  DICT_UPDATE = 69,
  ENTER_EXECUTOR = 70,
  EXTENDED_ARG = 71,
  FOR_ITER = 72,
  GET_AWAITABLE = 73,
  IMPORT_FROM = 74,
  IMPORT_NAME = 75,
  IS_OP = 76,
  JUMP_BACKWARD = 77,
  JUMP_BACKWARD_NO_INTERRUPT = 78,
  JUMP_FORWARD = 79,
  LIST_APPEND = 80,
  LIST_EXTEND = 81,
  LOAD_ATTR = 82,
  LOAD_CONST = 83,
  LOAD_DEREF = 84,
  LOAD_FAST = 85,
  LOAD_FAST_AND_CLEAR = 86,
  LOAD_FAST_CHECK = 87,
  LOAD_FAST_LOAD_FAST = 88,
  LOAD_FROM_DICT_OR_DEREF = 89,
  LOAD_FROM_DICT_OR_GLOBALS = 90,
  LOAD_GLOBAL = 91,
  LOAD_NAME = 92,
  LOAD_SUPER_ATTR = 93,
  MAKE_CELL = 94,
  MAP_ADD = 95,
  MATCH_CLASS = 96,
  POP_JUMP_IF_FALSE = 97,
  POP_JUMP_IF_NONE = 98,
  POP_JUMP_IF_NOT_NONE = 99,
  POP_JUMP_IF_TRUE = 100,
  RAISE_VARARGS = 101,
  RERAISE = 102,
  RETURN_CONST = 103,
  SEND = 104,
  SET_ADD = 105,
  SET_FUNCTION_ATTRIBUTE = 106,
  SET_UPDATE = 107,
  STORE_ATTR = 108,
  STORE_DEREF = 109,
  STORE_FAST = 110,
  STORE_FAST_LOAD_FAST = 111,
  STORE_FAST_STORE_FAST = 112,
  STORE_GLOBAL = 113,
  STORE_NAME = 114,
  SWAP = 115,
  UNPACK_EX = 116,
  UNPACK_SEQUENCE = 117,
  YIELD_VALUE = 118,
  RESUME = 149,
  // Pseudo instructions: the code generator's only.
  JUMP = 256,
  JUMP_NO_INTERRUPT = 257,
  LOAD_CLOSURE = 258,
  LOAD_METHOD = 259,
  LOAD_SUPER_METHOD = 260,
  LOAD_ZERO_SUPER_ATTR = 261,
  LOAD_ZERO_SUPER_METHOD = 262,
  POP_BLOCK = 263,
  SETUP_CLEANUP = 264,
  SETUP_FINALLY = 265,
  SETUP_WITH = 266,
  STORE_FAST_MAYBE_NULL = 267,
}

/** First id of pseudo instructions. */
export const FIRST_PSEUDO = 256;
/** First id that the interpreter may use for its private quickened instructions. */
export const FIRST_PRIVATE = 200;

/**
 * What the operand of an instruction means.
 *
 * - `none`: no operand (the word's argument is 0)
 * - `const`: index into consts; `name`: index into names
 * - `global`: names index in `arg >> 1`; bit 0: also push NULL, for a call
 * - `attr`: names index in `arg >> 1`; bit 0: method load, pushes two values
 * - `superattr`: names index in `arg >> 2`; bit 0: method load; bit 1: `super` was called with two arguments
 * - `local`: index into localsplus; `local2`: two of them, `arg >> 4` first, then `arg & 15`
 * - `free`: index into localsplus of a cell or free variable
 * - `jump`: target; in a CodeData the absolute index of the target instruction
 * - `handler`: target of a pseudo SETUP instruction: where exceptions go
 * - `count`: number of values; `depth`: position in the stack counted from the top, 1 based
 * - `binop`, `compare`, `convert`, `intrinsic1`, `intrinsic2`, `function`: index into the tables below
 * - `invert`: 0 or 1 (`not in`, `is not`); `flags`: bits told in the row's doc line
 */
export type OperandKind =
  | "none"
  | "const"
  | "name"
  | "global"
  | "attr"
  | "superattr"
  | "local"
  | "local2"
  | "free"
  | "jump"
  | "handler"
  | "count"
  | "depth"
  | "binop"
  | "compare"
  | "convert"
  | "intrinsic1"
  | "intrinsic2"
  | "function"
  | "invert"
  | "flags";

/**
 * Releases of CPython by where their eval loop looked at pending requests, as bits of the `switchAt` column.
 *
 * - 2.7 (and 3.0, 3.1): a countdown of 100 ticks at the top of the loop; instructions that ended in
 *   `goto fast_next_opcode` did not tick.
 * - 3.2 to 3.9: the eval breaker at the top of the loop; instructions that ended in FAST_DISPATCH skipped it.
 * - 3.10, 3.11: only at the start of a function, after calls, and at backward jumps (in 3.10 also taken conditional
 *   jumps).
 * - 3.12, 3.13: RESUME, backward jumps, and calls of functions that are not Python's own.
 *
 * An instruction that did not exist in a release carries the mark of what did its work there.
 */
export const enum SwitchAt {
  Never = 0,
  Py27 = 1,
  Py32 = 2,
  Py310 = 4,
  Py312 = 8,
}
const NEVER = SwitchAt.Never;
const OLD = SwitchAt.Py27 | SwitchAt.Py32;
const PY27 = SwitchAt.Py27;
const EVERY = OLD | SwitchAt.Py310 | SwitchAt.Py312;

/** What an instruction may do besides its stack effect. `call`: run Python code. `switch`: let another thread run. */
export type May = "raise" | "call" | "switch";

/** One row of the table as it is written down. */
export interface OpcodeRow {
  id: Op;
  operand: OperandKind;
  /** Stack effect in the notation of the module comment. */
  stack: string;
  /** Stack effect when the jump is taken or the handler entered, if it differs. */
  stackOnJump?: string;
  may: readonly May[];
  /** Inline cache units (16 bit words) that follow the instruction in CPython 3.13; counted in `dis` offsets. */
  caches: number;
  /** Bits of SwitchAt. */
  switchAt: number;
  /** One line of meaning. */
  doc: string;
}

const NOTHING: readonly May[] = [];
const RAISE: readonly May[] = ["raise"];
const CALL: readonly May[] = ["raise", "call"];
const SWITCH: readonly May[] = ["switch"];
const ALL: readonly May[] = ["raise", "call", "switch"];

function row(
  id: Op,
  operand: OperandKind,
  stack: string,
  may: readonly May[],
  caches: number,
  switchAt: number,
  doc: string,
  stackOnJump?: string,
): OpcodeRow {
  return stackOnJump === undefined
    ? { id, operand, stack, may, caches, switchAt, doc }
    : { id, operand, stack, may, caches, switchAt, doc, stackOnJump };
}

/** The table, in the order of ids. Columns: id, operand, stack effect, may, caches, switchAt, doc, effect on jump. */
// biome-ignore format: one row a line
export const opcodes = {
  CACHE: row(Op.CACHE, "none", "--", NOTHING, 0, NEVER, "Room of an inline cache in CPython; never emitted here."),
  BEFORE_ASYNC_WITH: row(Op.BEFORE_ASYNC_WITH, "none", "mgr -- exit, res", CALL, 0, OLD, "Look up `__aexit__`, call `__aenter__`."),
  BEFORE_WITH: row(Op.BEFORE_WITH, "none", "mgr -- exit, res", CALL, 0, OLD, "Look up `__exit__`, call `__enter__`."),
  BINARY_SLICE: row(Op.BINARY_SLICE, "none", "container, start, stop -- res", CALL, 0, OLD, "`container[start:stop]`."),
  BINARY_SUBSCR: row(Op.BINARY_SUBSCR, "none", "container, key -- res", CALL, 1, OLD, "`container[key]`."),
  CHECK_EG_MATCH: row(Op.CHECK_EG_MATCH, "none", "exc, type -- rest, match", CALL, 0, OLD, "Split an exception group for `except*`."),
  CHECK_EXC_MATCH: row(Op.CHECK_EXC_MATCH, "none", "exc, type -- exc, bool", CALL, 0, OLD, "Does the exception match what `except` names?"),
  CLEANUP_THROW: row(Op.CLEANUP_THROW, "none", "sub_iter, last_sent, exc -- none, value", RAISE, 0, OLD, "After a throw into a delegate: StopIteration becomes its value, else raise again."),
  DELETE_SUBSCR: row(Op.DELETE_SUBSCR, "none", "container, key --", CALL, 0, OLD, "`del container[key]`."),
  END_ASYNC_FOR: row(Op.END_ASYNC_FOR, "none", "aiter, exc --", RAISE, 0, OLD, "End `async for` on StopAsyncIteration, else raise again."),
  END_FOR: row(Op.END_FOR, "none", "value --", NOTHING, 0, NEVER, "Pop what FOR_ITER left; jumped over when the iterator is exhausted."),
  END_SEND: row(Op.END_SEND, "none", "receiver, value -- value", NOTHING, 0, NEVER, "Drop the finished delegate from under its value."),
  EXIT_INIT_CHECK: row(Op.EXIT_INIT_CHECK, "none", "should_be_none --", RAISE, 0, NEVER, "`__init__` must have returned None; CPython's internal frames only."),
  FORMAT_SIMPLE: row(Op.FORMAT_SIMPLE, "none", "value -- res", CALL, 0, OLD, "`format(value)` with an empty specification."),
  FORMAT_WITH_SPEC: row(Op.FORMAT_WITH_SPEC, "none", "value, spec -- res", CALL, 0, OLD, "`format(value, spec)`."),
  GET_AITER: row(Op.GET_AITER, "none", "obj -- aiter", CALL, 0, OLD, "`obj.__aiter__()`."),
  RESERVED: row(Op.RESERVED, "none", "--", NOTHING, 0, NEVER, "Number 17 is CPython's own; never emitted."),
  GET_ANEXT: row(Op.GET_ANEXT, "none", "aiter -- aiter, awaitable", CALL, 0, OLD, "The awaitable of `aiter.__anext__()`."),
  GET_ITER: row(Op.GET_ITER, "none", "iterable -- iter", CALL, 0, PY27, "`iter(iterable)`."),
  GET_LEN: row(Op.GET_LEN, "none", "obj -- obj, len", CALL, 0, OLD, "Push `len(obj)`, keeping obj."),
  GET_YIELD_FROM_ITER: row(Op.GET_YIELD_FROM_ITER, "none", "iterable -- iter", CALL, 0, OLD, "As GET_ITER, but generators and coroutines pass unchanged."),
  INTERPRETER_EXIT: row(Op.INTERPRETER_EXIT, "none", "retval --", NOTHING, 0, NEVER, "Leave CPython's C function; never emitted here."),
  LOAD_ASSERTION_ERROR: row(Op.LOAD_ASSERTION_ERROR, "none", "-- value", NOTHING, 0, NEVER, "Push AssertionError, whatever the name is bound to."),
  LOAD_BUILD_CLASS: row(Op.LOAD_BUILD_CLASS, "none", "-- func", RAISE, 0, OLD, "Push `builtins.__build_class__`."),
  LOAD_LOCALS: row(Op.LOAD_LOCALS, "none", "-- locals", RAISE, 0, OLD, "Push the mapping of local names of a class or module body."),
  MAKE_FUNCTION: row(Op.MAKE_FUNCTION, "none", "code -- func", NOTHING, 0, OLD, "A function from its code object and the current globals."),
  MATCH_KEYS: row(Op.MATCH_KEYS, "none", "subject, keys -- subject, keys, values", CALL, 0, OLD, "Tuple of the values of keys in subject, or None if one is missing."),
  MATCH_MAPPING: row(Op.MATCH_MAPPING, "none", "subject -- subject, bool", NOTHING, 0, OLD, "Is subject a mapping for `match`?"),
  MATCH_SEQUENCE: row(Op.MATCH_SEQUENCE, "none", "subject -- subject, bool", NOTHING, 0, OLD, "Is subject a sequence for `match`?"),
  NOP: row(Op.NOP, "none", "--", NOTHING, 0, NEVER, "Nothing; keeps a line visible to tracing."),
  POP_EXCEPT: row(Op.POP_EXCEPT, "none", "exc --", NOTHING, 0, OLD, "Restore the exception that was being handled before."),
  POP_TOP: row(Op.POP_TOP, "none", "value --", CALL, 0, NEVER, "Drop the top value (its finaliser may run)."),
  PUSH_EXC_INFO: row(Op.PUSH_EXC_INFO, "none", "exc -- prev_exc, exc", NOTHING, 0, NEVER, "Make exc the handled exception and keep the previous one."),
  PUSH_NULL: row(Op.PUSH_NULL, "none", "-- null", NOTHING, 0, NEVER, "Push NULL, where a call expects a possible `self`."),
  RETURN_GENERATOR: row(Op.RETURN_GENERATOR, "none", "-- gen", NOTHING, 0, NEVER, "Move the frame into a new generator or coroutine and return that."),
  RETURN_VALUE: row(Op.RETURN_VALUE, "none", "retval --", NOTHING, 0, NEVER, "Return to the caller."),
  SETUP_ANNOTATIONS: row(Op.SETUP_ANNOTATIONS, "none", "--", CALL, 0, OLD, "Create `__annotations__` in the local names if it is not there."),
  STORE_SLICE: row(Op.STORE_SLICE, "none", "value, container, start, stop --", CALL, 0, OLD, "`container[start:stop] = value`."),
  STORE_SUBSCR: row(Op.STORE_SUBSCR, "none", "value, container, key --", CALL, 1, OLD, "`container[key] = value`."),
  TO_BOOL: row(Op.TO_BOOL, "none", "value -- bool", CALL, 3, NEVER, "`bool(value)`."),
  UNARY_INVERT: row(Op.UNARY_INVERT, "none", "value -- res", CALL, 0, OLD, "`~value`."),
  UNARY_NEGATIVE: row(Op.UNARY_NEGATIVE, "none", "value -- res", CALL, 0, OLD, "`-value`."),
  UNARY_NOT: row(Op.UNARY_NOT, "none", "bool -- res", NOTHING, 0, NEVER, "The other one of True and False; the operand is exactly a bool."),
  WITH_EXCEPT_START: row(Op.WITH_EXCEPT_START, "none", "exit, lasti, prev_exc, exc -- exit, lasti, prev_exc, exc, res", CALL, 0, OLD, "Call `__exit__(type, exc, traceback)`."),
  BINARY_OP: row(Op.BINARY_OP, "binop", "lhs, rhs -- res", CALL, 1, OLD, "A binary operator, plain or in place."),
  BUILD_CONST_KEY_MAP: row(Op.BUILD_CONST_KEY_MAP, "count", "values[oparg], keys -- map", RAISE, 0, OLD, "A dict from values and a constant tuple of keys."),
  BUILD_LIST: row(Op.BUILD_LIST, "count", "values[oparg] -- list", NOTHING, 0, OLD, "A list of the topmost values."),
  BUILD_MAP: row(Op.BUILD_MAP, "count", "values[oparg*2] -- map", CALL, 0, OLD, "A dict from pairs of key and value."),
  BUILD_SET: row(Op.BUILD_SET, "count", "values[oparg] -- set", CALL, 0, OLD, "A set of the topmost values."),
  BUILD_SLICE: row(Op.BUILD_SLICE, "count", "start, stop, step if (oparg==3) -- slice", NOTHING, 0, OLD, "`slice(start, stop[, step])`."),
  BUILD_STRING: row(Op.BUILD_STRING, "count", "pieces[oparg] -- str", NOTHING, 0, OLD, "Join strings."),
  BUILD_TUPLE: row(Op.BUILD_TUPLE, "count", "values[oparg] -- tuple", NOTHING, 0, OLD, "A tuple of the topmost values."),
  CALL: row(Op.CALL, "count", "callable, self_or_null, args[oparg] -- res", ALL, 3, EVERY, "Call with positional arguments."),
  CALL_FUNCTION_EX: row(Op.CALL_FUNCTION_EX, "flags", "func, null, callargs, kwargs if (oparg&1) -- res", ALL, 0, EVERY, "Call with a tuple of arguments and, bit 0, a dict of keywords."),
  CALL_INTRINSIC_1: row(Op.CALL_INTRINSIC_1, "intrinsic1", "value -- res", CALL, 0, OLD, "A rare operation on one value, by number."),
  CALL_INTRINSIC_2: row(Op.CALL_INTRINSIC_2, "intrinsic2", "value2, value1 -- res", CALL, 0, OLD, "A rare operation on two values, by number."),
  CALL_KW: row(Op.CALL_KW, "count", "callable, self_or_null, args[oparg], kwnames -- res", ALL, 0, EVERY, "Call; the last arguments are keywords, named by the tuple on top."),
  COMPARE_OP: row(Op.COMPARE_OP, "compare", "lhs, rhs -- res", CALL, 1, OLD, "Comparison `arg >> 5`; bit 4 asks for a bool."),
  CONTAINS_OP: row(Op.CONTAINS_OP, "invert", "value, container -- bool", CALL, 1, PY27, "`in`, or `not in` when the operand is 1."),
  CONVERT_VALUE: row(Op.CONVERT_VALUE, "convert", "value -- res", CALL, 0, OLD, "`str`, `repr` or `ascii` of the value, in f-strings."),
  COPY: row(Op.COPY, "depth", "bottom, unused[oparg-1] -- bottom, unused[oparg-1], top", NOTHING, 0, NEVER, "Push a copy of the value at the depth."),
  COPY_FREE_VARS: row(Op.COPY_FREE_VARS, "count", "--", NOTHING, 0, NEVER, "Copy the function's closure into the frame."),
  DELETE_ATTR: row(Op.DELETE_ATTR, "name", "owner --", CALL, 0, OLD, "`del owner.name`."),
  DELETE_DEREF: row(Op.DELETE_DEREF, "free", "--", CALL, 0, OLD, "Empty a cell."),
  DELETE_FAST: row(Op.DELETE_FAST, "local", "--", CALL, 0, OLD, "Unbind a local variable."),
  DELETE_GLOBAL: row(Op.DELETE_GLOBAL, "name", "--", CALL, 0, OLD, "Delete a global name."),
  DELETE_NAME: row(Op.DELETE_NAME, "name", "--", CALL, 0, OLD, "Delete a name of a class or module body."),
  DICT_MERGE: row(Op.DICT_MERGE, "depth", "callable, unused, unused, dict, unused[oparg-1], update -- callable, unused, unused, dict, unused[oparg-1]", CALL, 0, OLD, "Merge `**update` of a call; a key that is there already is an error."),
  DICT_UPDATE: row(Op.DICT_UPDATE, "depth", "dict, unused[oparg-1], update -- dict, unused[oparg-1]", CALL, 0, OLD, "`dict.update(update)`."),
  ENTER_EXECUTOR: row(Op.ENTER_EXECUTOR, "flags", "--", NOTHING, 0, NEVER, "CPython's tier 2; never emitted here."),
  EXTENDED_ARG: row(Op.EXTENDED_ARG, "flags", "--", NOTHING, 0, NEVER, "High bits of the next operand in CPython's encoding; only counted in `dis`."),
  FOR_ITER: row(Op.FOR_ITER, "jump", "iter -- iter, next", CALL, 1, OLD, "Push the next item; when exhausted pop the iterator and go behind END_FOR and POP_TOP at the target."),
  GET_AWAITABLE: row(Op.GET_AWAITABLE, "flags", "iterable -- iter", CALL, 0, OLD, "The iterator of an awaitable; the operand words an error."),
  IMPORT_FROM: row(Op.IMPORT_FROM, "name", "from -- from, res", CALL, 0, OLD, "An attribute of the module on top."),
  IMPORT_NAME: row(Op.IMPORT_NAME, "name", "level, fromlist -- res", ALL, 0, OLD, "`__import__(name, fromlist=, level=)`."),
  IS_OP: row(Op.IS_OP, "invert", "lhs, rhs -- bool", NOTHING, 0, PY27, "`is`, or `is not` when the operand is 1."),
  JUMP_BACKWARD: row(Op.JUMP_BACKWARD, "jump", "--", SWITCH, 1, EVERY, "Look at the eval breaker, then jump back: the end of a loop's body."),
  JUMP_BACKWARD_NO_INTERRUPT: row(Op.JUMP_BACKWARD_NO_INTERRUPT, "jump", "--", NOTHING, 0, NEVER, "Jump back without looking at the eval breaker: the loop of `yield from`."),
  JUMP_FORWARD: row(Op.JUMP_FORWARD, "jump", "--", NOTHING, 0, NEVER, "Jump."),
  LIST_APPEND: row(Op.LIST_APPEND, "depth", "list, unused[oparg-1], value -- list, unused[oparg-1]", NOTHING, 0, NEVER, "Append to the list of a comprehension."),
  LIST_EXTEND: row(Op.LIST_EXTEND, "depth", "list, unused[oparg-1], iterable -- list, unused[oparg-1]", CALL, 0, OLD, "`list.extend(iterable)`."),
  LOAD_ATTR: row(Op.LOAD_ATTR, "attr", "owner -- attr, self_or_null if (oparg&1)", CALL, 9, OLD, "`owner.name`; with bit 0 a method and its self, or the attribute and NULL."),
  LOAD_CONST: row(Op.LOAD_CONST, "const", "-- value", NOTHING, 0, NEVER, "Push a constant."),
  LOAD_DEREF: row(Op.LOAD_DEREF, "free", "-- value", RAISE, 0, OLD, "Push what a cell holds."),
  LOAD_FAST: row(Op.LOAD_FAST, "local", "-- value", NOTHING, 0, NEVER, "Push a local that is bound here on every path."),
  LOAD_FAST_AND_CLEAR: row(Op.LOAD_FAST_AND_CLEAR, "local", "-- value", NOTHING, 0, NEVER, "Move a local, bound or not, to the stack: around an inlined comprehension."),
  LOAD_FAST_CHECK: row(Op.LOAD_FAST_CHECK, "local", "-- value", RAISE, 0, NEVER, "Push a local, UnboundLocalError if it is not bound."),
  LOAD_FAST_LOAD_FAST: row(Op.LOAD_FAST_LOAD_FAST, "local2", "-- value1, value2", NOTHING, 0, NEVER, "Two LOAD_FAST."),
  LOAD_FROM_DICT_OR_DEREF: row(Op.LOAD_FROM_DICT_OR_DEREF, "free", "mapping -- value", CALL, 0, OLD, "A name from a class body's mapping, else from a cell."),
  LOAD_FROM_DICT_OR_GLOBALS: row(Op.LOAD_FROM_DICT_OR_GLOBALS, "name", "mapping -- value", CALL, 0, OLD, "A name from a mapping, else global or built in."),
  LOAD_GLOBAL: row(Op.LOAD_GLOBAL, "global", "-- value, null if (oparg&1)", CALL, 4, OLD, "A global or built-in name; with bit 0 NULL on top, for a call."),
  LOAD_NAME: row(Op.LOAD_NAME, "name", "-- value", CALL, 0, OLD, "A local name of a class or module body, else global, else built in."),
  LOAD_SUPER_ATTR: row(Op.LOAD_SUPER_ATTR, "superattr", "global_super, class, self -- attr, self_or_null if (oparg&1)", CALL, 1, OLD, "`super(class, self).name` without the super object."),
  MAKE_CELL: row(Op.MAKE_CELL, "free", "--", NOTHING, 0, NEVER, "Put a new cell, holding the local's value if any, in the local's place."),
  MAP_ADD: row(Op.MAP_ADD, "depth", "map, unused[oparg-1], key, value -- map, unused[oparg-1]", CALL, 0, NEVER, "Set an item of the dict of a comprehension."),
  MATCH_CLASS: row(Op.MATCH_CLASS, "count", "subject, type, names -- attrs", CALL, 0, OLD, "Tuple of the attributes that a class pattern asks for, or None."),
  POP_JUMP_IF_FALSE: row(Op.POP_JUMP_IF_FALSE, "jump", "cond --", NOTHING, 1, NEVER, "Jump if the bool on top is False."),
  POP_JUMP_IF_NONE: row(Op.POP_JUMP_IF_NONE, "jump", "value --", NOTHING, 1, NEVER, "Jump if the top is None."),
  POP_JUMP_IF_NOT_NONE: row(Op.POP_JUMP_IF_NOT_NONE, "jump", "value --", NOTHING, 1, NEVER, "Jump if the top is not None."),
  POP_JUMP_IF_TRUE: row(Op.POP_JUMP_IF_TRUE, "jump", "cond --", NOTHING, 1, NEVER, "Jump if the bool on top is True."),
  RAISE_VARARGS: row(Op.RAISE_VARARGS, "count", "args[oparg] --", CALL, 0, NEVER, "`raise`, `raise exc`, `raise exc from cause`."),
  RERAISE: row(Op.RERAISE, "flags", "values[oparg], exc -- values[oparg]", RAISE, 0, NEVER, "Raise the exception on top again; operand not 0: from the instruction whose index lies below."),
  RETURN_CONST: row(Op.RETURN_CONST, "const", "--", NOTHING, 0, NEVER, "Return a constant."),
  SEND: row(Op.SEND, "jump", "receiver, v -- receiver, retval", CALL, 1, OLD, "Send v into the delegate; when it has finished push its value and jump."),
  SET_ADD: row(Op.SET_ADD, "depth", "set, unused[oparg-1], value -- set, unused[oparg-1]", CALL, 0, NEVER, "Add to the set of a comprehension."),
  SET_FUNCTION_ATTRIBUTE: row(Op.SET_FUNCTION_ATTRIBUTE, "function", "attr, func -- func", NOTHING, 0, OLD, "Give a new function its defaults, annotations or closure."),
  SET_UPDATE: row(Op.SET_UPDATE, "depth", "set, unused[oparg-1], iterable -- set, unused[oparg-1]", CALL, 0, OLD, "`set.update(iterable)`."),
  STORE_ATTR: row(Op.STORE_ATTR, "name", "value, owner --", CALL, 4, OLD, "`owner.name = value`."),
  STORE_DEREF: row(Op.STORE_DEREF, "free", "value --", CALL, 0, OLD, "Store into a cell."),
  STORE_FAST: row(Op.STORE_FAST, "local", "value --", CALL, 0, NEVER, "Bind a local (the old value's finaliser may run)."),
  STORE_FAST_LOAD_FAST: row(Op.STORE_FAST_LOAD_FAST, "local2", "value1 -- value2", CALL, 0, NEVER, "STORE_FAST, then LOAD_FAST."),
  STORE_FAST_STORE_FAST: row(Op.STORE_FAST_STORE_FAST, "local2", "value2, value1 --", CALL, 0, NEVER, "Two STORE_FAST, the top first."),
  STORE_GLOBAL: row(Op.STORE_GLOBAL, "name", "value --", CALL, 0, OLD, "Bind a global name."),
  STORE_NAME: row(Op.STORE_NAME, "name", "value --", CALL, 0, OLD, "Bind a name of a class or module body."),
  SWAP: row(Op.SWAP, "depth", "bottom, unused[oparg-2], top -- top, unused[oparg-2], bottom", NOTHING, 0, NEVER, "Exchange the top with the value at the depth."),
  UNPACK_EX: row(Op.UNPACK_EX, "flags", "seq -- left[oparg&255], unused, right[oparg>>8]", CALL, 0, OLD, "Unpack with a starred target: `arg & 255` before, `arg >> 8` after."),
  UNPACK_SEQUENCE: row(Op.UNPACK_SEQUENCE, "count", "seq -- values[oparg]", CALL, 1, OLD, "Unpack exactly so many items, the first on top."),
  YIELD_VALUE: row(Op.YIELD_VALUE, "flags", "retval -- value", NOTHING, 0, NEVER, "Yield; goes on with the value sent. Operand: 1 in `await` or `yield from`."),
  RESUME: row(Op.RESUME, "flags", "--", SWITCH, 0, SwitchAt.Py310 | SwitchAt.Py312, "Look at the eval breaker: 0 function start, 1 after yield, 2 after yield from, 3 after await; bit 2: not deeper than one `except`."),
  JUMP: row(Op.JUMP, "jump", "--", NOTHING, 0, NEVER, "Pseudo: becomes JUMP_FORWARD or JUMP_BACKWARD."),
  JUMP_NO_INTERRUPT: row(Op.JUMP_NO_INTERRUPT, "jump", "--", NOTHING, 0, NEVER, "Pseudo: becomes JUMP_FORWARD or JUMP_BACKWARD_NO_INTERRUPT."),
  LOAD_CLOSURE: row(Op.LOAD_CLOSURE, "local", "-- cell", NOTHING, 0, NEVER, "Pseudo: LOAD_FAST of the cell itself."),
  LOAD_METHOD: row(Op.LOAD_METHOD, "name", "owner -- attr, self_or_null", CALL, 0, NEVER, "Pseudo: LOAD_ATTR with the method bit."),
  LOAD_SUPER_METHOD: row(Op.LOAD_SUPER_METHOD, "name", "global_super, class, self -- attr, self_or_null", CALL, 0, NEVER, "Pseudo: LOAD_SUPER_ATTR with both bits."),
  LOAD_ZERO_SUPER_ATTR: row(Op.LOAD_ZERO_SUPER_ATTR, "name", "global_super, class, self -- attr", CALL, 0, NEVER, "Pseudo: LOAD_SUPER_ATTR of `super()` without arguments."),
  LOAD_ZERO_SUPER_METHOD: row(Op.LOAD_ZERO_SUPER_METHOD, "name", "global_super, class, self -- attr, self_or_null", CALL, 0, NEVER, "Pseudo: LOAD_SUPER_ATTR of `super()` with the method bit."),
  POP_BLOCK: row(Op.POP_BLOCK, "none", "--", NOTHING, 0, NEVER, "Pseudo: end of the region of the innermost SETUP."),
  SETUP_CLEANUP: row(Op.SETUP_CLEANUP, "handler", "--", NOTHING, 0, NEVER, "Pseudo: exceptions go to the target with the last instruction's index below them.", "-- lasti, exc"),
  SETUP_FINALLY: row(Op.SETUP_FINALLY, "handler", "--", NOTHING, 0, NEVER, "Pseudo: exceptions go to the target.", "-- exc"),
  SETUP_WITH: row(Op.SETUP_WITH, "handler", "--", NOTHING, 0, NEVER, "Pseudo: as SETUP_CLEANUP, under the value of `__enter__`.", "res -- lasti, exc"),
  STORE_FAST_MAYBE_NULL: row(Op.STORE_FAST_MAYBE_NULL, "local", "value --", NOTHING, 0, NEVER, "Pseudo: STORE_FAST of what LOAD_FAST_AND_CLEAR saved."),
} satisfies Record<string, OpcodeRow>;

/** Name of an instruction, as `dis` prints it. */
export type OpName = keyof typeof opcodes;

/** Row of each id, pseudo instructions included; undefined where no instruction has the number. */
export const opcodeById: readonly (OpcodeRow | undefined)[] = (() => {
  const byId: (OpcodeRow | undefined)[] = new Array(268).fill(undefined);
  for (const entry of Object.values(opcodes) as OpcodeRow[]) byId[entry.id] = entry;
  return byId;
})();

const nameById: string[] = [];
for (const [name, entry] of Object.entries(opcodes)) nameById[entry.id] = name;

/** Name of an opcode number; `<n>` as in `opcode.opname` when there is none. */
export function opName(op: number): string {
  return nameById[op] ?? `<${op}>`;
}

/** Inline cache units after an instruction in CPython 3.13, by opcode number (real instructions only). */
export const cacheUnits: Uint8Array = (() => {
  const units = new Uint8Array(256);
  for (const entry of opcodeById) if (entry !== undefined && entry.id < 256) units[entry.id] = entry.caches;
  return units;
})();

// --- Stack effects, compiled from the notation on first use. ---

/** How many values one side of a stack effect holds: `fixed` and what each part says of the operand. */
interface Side {
  fixed: number;
  parts: ((arg: number) => number)[];
}

function parsePart(text: string): (arg: number) => number {
  const match = /^oparg(?:(\*|-|&|>>|==)(\d+))?$/.exec(text);
  if (match === null) throw new Error(`opcodes: bad stack notation "${text}"`);
  const n = Number(match[2]);
  switch (match[1]) {
    case "*":
      return (arg) => arg * n;
    case "-":
      return (arg) => arg - n;
    case "&":
      return (arg) => arg & n;
    case ">>":
      return (arg) => arg >> n;
    case "==":
      return (arg) => (arg === n ? 1 : 0);
    default:
      return (arg) => arg;
  }
}

function parseSide(text: string): Side {
  const side: Side = { fixed: 0, parts: [] };
  for (const item of text.split(",").map((s) => s.trim())) {
    if (item === "") continue;
    const many = /\[(.*)\]$/.exec(item);
    const maybe = / if \((.*)\)$/.exec(item);
    if (many !== null) side.parts.push(parsePart(many[1] as string));
    else if (maybe !== null) {
      const test = parsePart(maybe[1] as string);
      side.parts.push((arg) => (test(arg) !== 0 ? 1 : 0));
    } else side.fixed++;
  }
  return side;
}

function sizeOf(side: Side, arg: number): number {
  let n = side.fixed;
  for (const part of side.parts) n += part(arg);
  return n;
}

interface Effect {
  pops: Side;
  pushes: Side;
}

function parseEffect(stack: string): Effect {
  const [before, after] = stack.split("--");
  return { pops: parseSide(before ?? ""), pushes: parseSide(after ?? "") };
}

const effects: Effect[] = [];
const jumpEffects: Effect[] = [];
/** Fixed net effects, so that the common case is one load; VARIABLE where it depends on the operand. */
const VARIABLE = 127;
const UNKNOWN = 126;
const netEffects = new Int8Array(268).fill(UNKNOWN);

function effectOf(op: number, jump: boolean): Effect {
  const cache = jump ? jumpEffects : effects;
  const known = cache[op];
  if (known !== undefined) return known;
  const entry = opcodeById[op];
  if (entry === undefined) throw new Error(`opcodes: no instruction has number ${op}`);
  const effect = parseEffect(jump ? (entry.stackOnJump ?? entry.stack) : entry.stack);
  cache[op] = effect;
  return effect;
}

/** Number of values that an instruction takes from the stack. */
export function stackPops(op: number, arg: number, jump = false): number {
  return sizeOf(effectOf(op, jump).pops, arg);
}

/** Number of values that an instruction leaves on the stack in place of those it took. */
export function stackPushes(op: number, arg: number, jump = false): number {
  return sizeOf(effectOf(op, jump).pushes, arg);
}

/** Net stack effect; `jump`: of the path on which the jump is taken or the handler entered. Throws for no opcode. */
export function stackEffect(op: number, arg: number, jump = false): number {
  if (jump) return stackPushes(op, arg, true) - stackPops(op, arg, true);
  const net = netEffects[op];
  if (net !== undefined && net < UNKNOWN) return net;
  const effect = effectOf(op, false);
  if (net === UNKNOWN) {
    const variable = effect.pops.parts.length > 0 || effect.pushes.parts.length > 0;
    netEffects[op] = variable ? VARIABLE : effect.pushes.fixed - effect.pops.fixed;
  }
  return sizeOf(effect.pushes, arg) - sizeOf(effect.pops, arg);
}

// --- Properties of instructions that the flow graph and the disassembler ask for. ---

/** Does the instruction use its argument? */
export function hasArg(op: number): boolean {
  const entry = opcodeById[op];
  return entry !== undefined && entry.operand !== "none";
}
/** Is the argument a constant's index? */
export function hasConst(op: number): boolean {
  return op === Op.LOAD_CONST || op === Op.RETURN_CONST;
}
/** Is the argument a jump target? (SETUP pseudo instructions are not jumps, see isBlockPush.) */
export function hasJump(op: number): boolean {
  return opcodeById[op]?.operand === "jump";
}
/** One of the SETUP pseudo instructions, whose target is an exception handler. */
export function isBlockPush(op: number): boolean {
  return op >= Op.SETUP_CLEANUP && op <= Op.SETUP_WITH;
}
/** Jump or SETUP: the argument is a label. */
export function hasTarget(op: number): boolean {
  return hasJump(op) || isBlockPush(op);
}
/** May a pending request (lock switch, signal) be handled here? CPython's HAS_EVAL_BREAK flag. */
export function hasEvalBreak(op: number): boolean {
  return (
    op === Op.RESUME ||
    op === Op.JUMP_BACKWARD ||
    op === Op.JUMP ||
    op === Op.CALL ||
    op === Op.CALL_KW ||
    op === Op.CALL_FUNCTION_EX
  );
}
/** Leaves the function or raises: control does not go on and does not jump. */
export function isScopeExit(op: number): boolean {
  return op === Op.RETURN_VALUE || op === Op.RETURN_CONST || op === Op.RAISE_VARARGS || op === Op.RERAISE;
}
/** Jumps always. */
export function isUnconditionalJump(op: number): boolean {
  return (
    op === Op.JUMP ||
    op === Op.JUMP_NO_INTERRUPT ||
    op === Op.JUMP_FORWARD ||
    op === Op.JUMP_BACKWARD ||
    op === Op.JUMP_BACKWARD_NO_INTERRUPT
  );
}

// --- Meanings of small operands. ---

/** BINARY_OP operands: `[name, text]`, plain ones first, in-place ones from 13 on (CPython's NB_ numbers). */
export const binaryOps: readonly (readonly [name: string, symbol: string])[] = [
  ["NB_ADD", "+"],
  ["NB_AND", "&"],
  ["NB_FLOOR_DIVIDE", "//"],
  ["NB_LSHIFT", "<<"],
  ["NB_MATRIX_MULTIPLY", "@"],
  ["NB_MULTIPLY", "*"],
  ["NB_REMAINDER", "%"],
  ["NB_OR", "|"],
  ["NB_POWER", "**"],
  ["NB_RSHIFT", ">>"],
  ["NB_SUBTRACT", "-"],
  ["NB_TRUE_DIVIDE", "/"],
  ["NB_XOR", "^"],
  ["NB_INPLACE_ADD", "+="],
  ["NB_INPLACE_AND", "&="],
  ["NB_INPLACE_FLOOR_DIVIDE", "//="],
  ["NB_INPLACE_LSHIFT", "<<="],
  ["NB_INPLACE_MATRIX_MULTIPLY", "@="],
  ["NB_INPLACE_MULTIPLY", "*="],
  ["NB_INPLACE_REMAINDER", "%="],
  ["NB_INPLACE_OR", "|="],
  ["NB_INPLACE_POWER", "**="],
  ["NB_INPLACE_RSHIFT", ">>="],
  ["NB_INPLACE_SUBTRACT", "-="],
  ["NB_INPLACE_TRUE_DIVIDE", "/="],
  ["NB_INPLACE_XOR", "^="],
];

/** BINARY_OP operand of each plain operator; in place: plus INPLACE. */
export const enum BinaryOp {
  Add = 0,
  And = 1,
  FloorDivide = 2,
  LShift = 3,
  MatrixMultiply = 4,
  Multiply = 5,
  Remainder = 6,
  Or = 7,
  Power = 8,
  RShift = 9,
  Subtract = 10,
  TrueDivide = 11,
  Xor = 12,
  INPLACE = 13,
}

/** COMPARE_OP comparisons, index `arg >> 5`. */
export const compareOps: readonly string[] = ["<", "<=", "==", "!=", ">", ">="];
export const enum CompareOp {
  Lt = 0,
  Le = 1,
  Eq = 2,
  Ne = 3,
  Gt = 4,
  Ge = 5,
}
/** Bit of COMPARE_OP's operand: the result must be a bool (the low four bits are CPython's mask for specialising). */
export const COMPARE_BOOL = 16;
/** How two numbers stand to each other. The low four bits of COMPARE_OP's operand say for which of these the comparison is true. */
export const enum Compare {
  UNORDERED = 1,
  LESS = 2,
  GREATER = 4,
  EQUAL = 8,
}
/** Those bits by comparison: CPython's compare_masks. */
export const compareMasks: readonly number[] = [
  Compare.LESS,
  Compare.LESS | Compare.EQUAL,
  Compare.EQUAL,
  Compare.UNORDERED | Compare.LESS | Compare.GREATER,
  Compare.GREATER,
  Compare.GREATER | Compare.EQUAL,
];

/** CONVERT_VALUE operands. */
export const conversions: readonly string[] = ["", "str", "repr", "ascii"];

/** SET_FUNCTION_ATTRIBUTE operands are single bits; text by bit number. */
export const functionAttributes: readonly string[] = ["defaults", "kwdefaults", "annotations", "closure"];

/** CALL_INTRINSIC_1 operations. */
export const intrinsics1: readonly string[] = [
  "INTRINSIC_1_INVALID",
  "INTRINSIC_PRINT",
  "INTRINSIC_IMPORT_STAR",
  "INTRINSIC_STOPITERATION_ERROR",
  "INTRINSIC_ASYNC_GEN_WRAP",
  "INTRINSIC_UNARY_POSITIVE",
  "INTRINSIC_LIST_TO_TUPLE",
  "INTRINSIC_TYPEVAR",
  "INTRINSIC_PARAMSPEC",
  "INTRINSIC_TYPEVARTUPLE",
  "INTRINSIC_SUBSCRIPT_GENERIC",
  "INTRINSIC_TYPEALIAS",
];
export const enum Intrinsic1 {
  PRINT = 1,
  IMPORT_STAR = 2,
  STOPITERATION_ERROR = 3,
  ASYNC_GEN_WRAP = 4,
  UNARY_POSITIVE = 5,
  LIST_TO_TUPLE = 6,
  TYPEVAR = 7,
  PARAMSPEC = 8,
  TYPEVARTUPLE = 9,
  SUBSCRIPT_GENERIC = 10,
  TYPEALIAS = 11,
}

/** CALL_INTRINSIC_2 operations. */
export const intrinsics2: readonly string[] = [
  "INTRINSIC_2_INVALID",
  "INTRINSIC_PREP_RERAISE_STAR",
  "INTRINSIC_TYPEVAR_WITH_BOUND",
  "INTRINSIC_TYPEVAR_WITH_CONSTRAINTS",
  "INTRINSIC_SET_FUNCTION_TYPE_PARAMS",
  "INTRINSIC_SET_TYPEPARAM_DEFAULT",
];
export const enum Intrinsic2 {
  PREP_RERAISE_STAR = 1,
  TYPEVAR_WITH_BOUND = 2,
  TYPEVAR_WITH_CONSTRAINTS = 3,
  SET_FUNCTION_TYPE_PARAMS = 4,
  SET_TYPEPARAM_DEFAULT = 5,
}

/** RESUME operands: where the frame goes on, in the low two bits (RESUME_LOCATION_MASK). */
export const enum Resume {
  AT_FUNC_START = 0,
  AFTER_YIELD = 1,
  AFTER_YIELD_FROM = 2,
  AFTER_AWAIT = 3,
}
export const RESUME_LOCATION_MASK = 3;
/** Bit of RESUME's operand: the yield was inside one exception region only, the generator's own. */
export const RESUME_DEPTH1_MASK = 4;

/** Names and sizes (in units) of the inline cache entries of CPython 3.13, for `dis.get_instructions`. */
export const cacheFormats: Partial<Record<OpName, readonly (readonly [name: string, units: number])[]>> = (() => {
  const counter = [["counter", 1]] as const;
  const versioned = [
    ["counter", 1],
    ["version", 2],
  ] as const;
  return {
    LOAD_GLOBAL: [
      ["counter", 1],
      ["index", 1],
      ["module_keys_version", 1],
      ["builtin_keys_version", 1],
    ],
    BINARY_OP: counter,
    UNPACK_SEQUENCE: counter,
    COMPARE_OP: counter,
    CONTAINS_OP: counter,
    BINARY_SUBSCR: counter,
    FOR_ITER: counter,
    LOAD_SUPER_ATTR: counter,
    LOAD_ATTR: [...versioned, ["keys_version", 2], ["descr", 4]],
    STORE_ATTR: [...versioned, ["index", 1]],
    CALL: [
      ["counter", 1],
      ["func_version", 2],
    ],
    STORE_SUBSCR: counter,
    SEND: counter,
    JUMP_BACKWARD: counter,
    TO_BOOL: versioned,
    POP_JUMP_IF_TRUE: counter,
    POP_JUMP_IF_FALSE: counter,
    POP_JUMP_IF_NONE: counter,
    POP_JUMP_IF_NOT_NONE: counter,
  };
})();
