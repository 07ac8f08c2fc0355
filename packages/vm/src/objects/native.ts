/**
 * Built-in functions: how TypeScript code is declared, bound to arguments and called.
 *
 * An implementation is of one of three kinds, told by its form (DESIGN: "Built-ins are of three kinds"):
 * - **leaf**: a plain function. It never calls Python and never waits. It may return DEFER if it has a resumable form as well, having
 *   changed nothing.
 * - **resumable**: a generator function. It yields requests (`call`, `park`) through `yield*` of the helpers below and of
 *   objects/abstract.ts, and is resumed with the result; a Python exception arrives as a thrown `PyThrow`.
 * - both: `{ leaf, gen }`; the leaf form is tried first.
 * Bytecode shipped with us is the third kind (builtins/python/).
 *
 * Parameters are refs, given in the order of the signature; an absent optional one is 0. `*args` arrives as two numbers: word index of
 * the first and count (they lie on the stack and are alive for the whole call); `**kwargs` as a dict ref (0: none). Arguments are borrowed. The
 * result is a ref that somebody else keeps alive (see heap/handles.ts).
 */
import { bearShared, bornShared } from "../heap/birth.ts";
import { Build } from "../heap/build.ts";
import { DEFER, G } from "../heap/layout.ts";
import { handleLevel, releaseTo, reserveHandles } from "../heap/handles.ts";
import { incref } from "../heap/refcount.ts";
import { i32 } from "../heap/memory.ts";
import { isDescriptor, keepsOthers, share } from "../heap/share.ts";
import { enterInTable, nextNative } from "./native-table.ts";
import { strToJs } from "./str-core.ts";

/** A reference, see heap/layout.ts. */
export type Ref = number;
/** What a resumable built-in is: yields requests, receives refs, returns a ref. */
export type Gen<R = Ref> = Generator<Request, R, Ref>;
// biome-ignore lint/suspicious/noExplicitAny: parameters are refs and numbers in the order of the signature
export type LeafImpl = (...args: any[]) => Ref;
// biome-ignore lint/suspicious/noExplicitAny: as above
export type GenImpl = (...args: any[]) => Gen;
export type Impl = LeafImpl | GenImpl | { leaf: LeafImpl; gen: GenImpl };

/** What a resumable built-in asks of the interpreter. One preallocated object of each kind; its fields are read at once. */
export type Request =
  | typeof callRequest
  | typeof parkRequest
  | typeof bodyRequest
  | typeof resumeRequest
  | typeof drainRequest
  | typeof eachRequest;
/** Call `callable` with `args` (refs, borrowed: the asker keeps them alive); the last `kwnames` tuple's length of them are keyword arguments. */
export const callRequest = { kind: "call" as const, callable: 0, args: [] as Ref[], kwnames: 0 };

/** What these give their asker, and how they end: read at once, so that one of each is enough. */
const answered: IteratorReturnResult<unknown> = { value: 0, done: true };
/** The end of a resumable that is no generator function. */
export function ended<R>(value: R): IteratorResult<Request, R> {
  answered.value = value;
  return answered as IteratorReturnResult<R>;
}

/**
 * One request as a resumable: what a `yield` of it in a generator function would be, at a fraction of its price. A chain of `yield*` costs at each of its links
 * whenever it is resumed, so what does nothing but ask is no generator function. What becomes of the answer is for `finish` to say.
 */
abstract class Asking<R> implements Iterator<Request, R, Ref> {
  private begun = false;

  [Symbol.iterator](): this {
    return this;
  }

  next(answer: Ref): IteratorResult<Request, R> {
    if (this.begun) return this.finish(answer);
    this.begun = true;
    return this.begin();
  }

  /** The request, filled in. */
  protected abstract begin(): IteratorYieldResult<Request>;

  /** The answer has come. */
  protected abstract finish(answer: Ref): IteratorResult<Request, R>;

  throw(thrown: unknown): IteratorResult<Request, R> {
    throw thrown;
  }
}

const askedCall: IteratorYieldResult<Request> = { value: callRequest, done: false };

/** A call whose result `finish` judges. */
export abstract class AskingCall<R> extends Asking<R> {
  private readonly callable: Ref;
  private readonly args: Ref[];
  private readonly kwnames: Ref;

  constructor(callable: Ref, args: Ref[], kwnames: Ref) {
    super();
    this.callable = callable;
    this.args = args;
    this.kwnames = kwnames;
  }

  protected begin(): IteratorYieldResult<Request> {
    callRequest.callable = this.callable;
    callRequest.args = this.args;
    callRequest.kwnames = this.kwnames;
    return askedCall;
  }
}

class Ask extends AskingCall<Ref> {
  protected finish(answer: Ref): IteratorResult<Request, Ref> {
    return ended(answer);
  }
}

/** Ask for a call (`yield*` it, once): see callRequest. */
export const ask = (callable: Ref, args: Ref[], kwnames: Ref): Gen =>
  new Ask(callable, args, kwnames) as unknown as Gen;

/** Wait: see `ThreadHost.park`. Answered with a small int: the ParkResult. */
export const parkRequest = {
  kind: "park" as const,
  key: 0,
  why: 0,
  deadlineUs: -1,
  validate: null as (() => boolean) | null,
};

/** Run a function's code with `namespace` as its local names (class bodies, modules, exec). Answered with what it returns. */
export const bodyRequest = { kind: "body" as const, callable: 0, namespace: 0 };
/**
 * Resume a generator: send `value` (a ref), or throw the pending exception into it. Answered with what it yields, or 0 when it returned: the value is then on
 * the handle stack at `resumeRequest.returned`.
 */
export const resumeRequest = { kind: "resume" as const, generator: 0, value: 0, throwing: false, returned: 0 };

/**
 * What takes the items of an iterator one by one: `sink(item)`, a leaf, the item borrowed for the call (handles taken in it are released after it, so it takes
 * references for what it stores). False: it takes no more, or cannot take this one as a leaf.
 */
export type Sink = (item: Ref) => boolean;
/**
 * Resume a generator again and again and give what it yields to `sink`, without waking the asker for each item. Answered with the item that the sink
 * refused, or 0 at the end.
 */
export const drainRequest = { kind: "drain" as const, generator: 0, sink: null as Sink | null };

/** Calls of one function with one argument after the other: `next` gives an owned ref, 0 when there is none left. */
export interface Each {
  callable: Ref;
  next: () => Ref;
  sink: Sink;
}
/**
 * Call `each.callable` with each argument and give the results to the sink, without waking the asker in between. Answered with the result that the sink refused, or
 * 0 at the end.
 */
export const eachRequest = { kind: "each" as const, each: null as Each | null };

const askedDrain: IteratorYieldResult<Request> = { value: drainRequest, done: false };

class AskDrain extends Asking<Ref> {
  private readonly generator: Ref;
  private readonly sink: Sink;

  constructor(generator: Ref, sink: Sink) {
    super();
    this.generator = generator;
    this.sink = sink;
  }

  protected begin(): IteratorYieldResult<Request> {
    drainRequest.generator = this.generator;
    drainRequest.sink = this.sink;
    return askedDrain;
  }

  protected finish(answer: Ref): IteratorResult<Request, Ref> {
    return ended(answer);
  }
}

/** Ask for a generator to be drained (`yield*` it, once): see drainRequest. */
export const askDrain = (generator: Ref, sink: Sink): Gen => new AskDrain(generator, sink) as unknown as Gen;

/** Carrier of a Python exception through TypeScript code; the exception itself is in the slot's exception word. */
export class PyThrow {
  readonly isPyThrow = true;
}
export const PY_THROW = new PyThrow();

export interface Param {
  name: string;
  kind: "positional-only" | "positional-or-keyword" | "var-positional" | "keyword-only" | "var-keyword";
  /** Default as text of the signature (shown by help); undefined: required. */
  default: string | undefined;
}

interface Parsed {
  params: Param[];
  /** Parameters before `*args` or keyword-only ones. */
  positional: number;
  required: number;
  positionalOnly: number;
  varargs: boolean;
  keywordOnly: number;
  varkw: boolean;
  /** 1: the first parameter is bound (`$self`, `$cls`, `$type`) and not counted in messages. */
  self: number;
}

export class NativeFunction {
  readonly name: string;
  /** `list.append`, or the name alone for functions. */
  qualname: string;
  readonly signature: string;
  readonly doc: string;
  readonly leaf: LeafImpl | null;
  readonly gen: GenImpl | null;
  readonly index: number;
  /** Quick call: only positional parameters, at most 4, no `*args`: minimum and maximum count; max -1: not quick. */
  min = -2;
  max = -1;
  /** Quick call with `*args` after this many positional parameters (0 to 2), nothing required by keyword; -1: not quick. */
  star = -1;
  /** Lock-free mode: 1 it stores nothing outside of its first argument, 2 it may, 0 not known yet. See `storesAnywhere`. */
  reach: 0 | 1 | 2 = 0;
  private parsed: Parsed | null = null;
  /** Module name shown by `__module__`; "builtins" for most. */
  module = "builtins";

  constructor(index: number, name: string, signature: string, impl: Impl, doc: string) {
    this.index = index;
    this.name = name;
    this.qualname = name;
    this.signature = signature;
    this.doc = doc;
    if (typeof impl !== "function") {
      this.leaf = impl.leaf;
      this.gen = impl.gen;
    } else if (isGenerator(impl)) {
      this.leaf = null;
      this.gen = impl as GenImpl;
    } else {
      this.leaf = impl as LeafImpl;
      this.gen = null;
    }
  }

  /** The name in error messages about arguments: that of the class for `__new__` and `__init__`. */
  get shownName(): string {
    const isMaker = this.name === "__new__" || this.name === "__init__";
    return isMaker ? this.qualname.slice(0, this.qualname.lastIndexOf(".")) || this.name : this.name;
  }

  /** The parsed signature; parsed when first asked for. */
  get spec(): Parsed {
    if (this.parsed === null) {
      const p = parseSignature(this.signature);
      this.parsed = p;
      if (!p.varargs && !p.varkw && p.keywordOnly === 0 && p.positional <= 4) {
        this.min = p.required;
        this.max = p.positional;
      } else {
        this.min = 0;
        this.max = -1;
        const needsKeyword = p.params.some((q) => q.kind === "keyword-only" && q.default === undefined);
        if (p.varargs && p.positional <= 2 && p.required === p.positional && p.keywordOnly <= 4 && !needsKeyword)
          this.star = p.positional;
      }
    }
    return this.parsed;
  }
}

const GeneratorFunction = Object.getPrototypeOf(function* () {}).constructor as { prototype: object };
const isGenerator = (f: object): boolean => Object.getPrototypeOf(f) === GeneratorFunction.prototype;

/**
 * Declare a built-in function. `signature` as CPython's `__text_signature__`: `"($self, object, /)"`, `"(iterable, /, *, key=None)"`;
 * `$self`, `$cls`, `$module` mark the bound first parameter (`$module` is not passed).
 */
export function native(name: string, signature: string, impl: Impl, doc = ""): NativeFunction {
  const f = new NativeFunction(nextNative(), name, signature, impl, doc);
  enterInTable(f);
  return f;
}

function parseSignature(text: string): Parsed {
  const params: Param[] = [];
  const parts = splitTop(text.slice(1, -1));
  let mode: Param["kind"] = "positional-or-keyword";
  let varargs = false;
  let varkw = false;
  for (const raw of parts) {
    const part = raw.trim();
    if (part === "" || part === "$module") continue;
    if (part === "/") {
      for (const p of params) p.kind = "positional-only";
    } else if (part === "*") mode = "keyword-only";
    else if (part.startsWith("**")) {
      varkw = true;
      params.push({ name: part.slice(2), kind: "var-keyword", default: undefined });
    } else if (part.startsWith("*")) {
      varargs = true;
      mode = "keyword-only";
      params.push({ name: part.slice(1), kind: "var-positional", default: undefined });
    } else {
      const eq = part.indexOf("=");
      const name = (eq < 0 ? part : part.slice(0, eq)).replace("$", "");
      params.push({ name, kind: mode, default: eq < 0 ? undefined : part.slice(eq + 1) });
    }
  }
  const plain = params.filter((p) => p.kind === "positional-only" || p.kind === "positional-or-keyword");
  return {
    params,
    positional: plain.length,
    required: plain.filter((p) => p.default === undefined).length,
    positionalOnly: plain.filter((p) => p.kind === "positional-only").length,
    varargs,
    keywordOnly: params.filter((p) => p.kind === "keyword-only").length,
    varkw,
    self: params.length > 0 && /^\(\$(self|cls|type)/.test(text) ? 1 : 0,
  };
}

function splitTop(text: string): string[] {
  const out: string[] = [];
  let depth = 0;
  let quote = "";
  let start = 0;
  for (let k = 0; k < text.length; k++) {
    const c = text[k];
    if (quote !== "") {
      if (c === quote) quote = "";
    } else if (c === "'" || c === '"') quote = c;
    else if (c === "(" || c === "[") depth++;
    else if (c === ")" || c === "]") depth--;
    else if (c === "," && depth === 0) {
      out.push(text.slice(start, k));
      start = k + 1;
    }
  }
  out.push(text.slice(start));
  return out;
}

/** Set by objects/errors.ts: raise TypeError(message). (A hook, so that this module stands below the exceptions.) */
export const nativeHooks = {
  typeError: (_message: string): PyThrow => PY_THROW,
  /** A new dict on the handle stack; store a str key. */
  newDict: (): Ref => 0,
  dictSetStr: (_dict: Ref, _key: Ref, _value: Ref): void => {},
};

const plural = (n: number): string => (n === 1 ? "" : "s");

/**
 * Bind the arguments at word index `argv` (count `argc`, of which the last `kwnames` tuple's length are named) to the parameters. Returns the
 * JavaScript argument list for the implementation. Raises TypeError in CPython's words.
 */
export function bindNative(f: NativeFunction, argv: number, argc: number, kwnames: Ref): number[] {
  const spec = f.spec;
  const nkw = kwnames === 0 ? 0 : i32[(kwnames >> 2) + 4];
  const npos = argc - nkw;
  const out: number[] = new Array(spec.positional).fill(0);
  const self = spec.self;
  const noKeywords = spec.positionalOnly === spec.positional && spec.keywordOnly === 0 && !spec.varkw;
  if (nkw > 0 && noKeywords) throw nativeHooks.typeError(`${displayName(f, self)}() takes no keyword arguments`);
  const given = npos - self;
  const most = spec.positional - self;
  const least = spec.required - self;
  if (!spec.varargs) {
    if (npos > spec.positional || (noKeywords && npos < spec.required) || npos < self)
      throw wrongCount(f, self, given, most, least, noKeywords, nkw, spec.keywordOnly);
    if (!spec.varkw && given + nkw > most + spec.keywordOnly)
      throw tooManyInAll(f, given, nkw, most + spec.keywordOnly);
    const leastPlain = Math.min(spec.positionalOnly, spec.required) - self;
    if (given < leastPlain) throw tooFewPlain(f, given, leastPlain, most);
  }
  const n = Math.min(npos, spec.positional);
  for (let k = 0; k < n; k++) out[k] = i32[argv + k];
  if (spec.varargs) out.push(argv + spec.positional, Math.max(0, npos - spec.positional));
  const firstKeywordOnly = out.length;
  for (let k = 0; k < spec.keywordOnly; k++) out.push(0);
  let extra = 0;
  // What is missing is said first.
  let wrong = "";
  for (let k = 0; k < nkw; k++) {
    const key = i32[(kwnames >> 2) + 5 + k];
    const value = i32[argv + npos + k];
    const name = strToJs(key);
    let at = -1;
    let p = 0;
    let ko = 0;
    for (const param of spec.params) {
      if (param.kind === "positional-or-keyword" && param.name === name) at = p;
      if (param.kind === "keyword-only") {
        if (param.name === name) at = firstKeywordOnly + ko;
        ko++;
      } else if (param.kind !== "var-keyword" && param.kind !== "var-positional") p++;
    }
    if (at >= 0) {
      if (out[at] === 0) out[at] = value;
      else if (wrong === "") {
        wrong =
          at < firstKeywordOnly
            ? `argument for ${displayName(f, 1)}() given by name ('${name}') and position (${at + 1 - self})`
            : `${f.shownName}() got multiple values for keyword argument '${name}'`;
      }
    } else if (spec.varkw) {
      if (extra === 0) extra = nativeHooks.newDict();
      nativeHooks.dictSetStr(extra, key, value);
    } else if (wrong === "") wrong = `${f.shownName}() got an unexpected keyword argument '${name}'`;
  }
  for (let k = n; k < spec.required; k++) {
    if (out[k] !== 0) continue;
    if (noKeywords || npos < self) throw wrongCount(f, self, given, most, least, noKeywords, nkw, spec.keywordOnly);
    throw nativeHooks.typeError(
      `${f.shownName}() missing required argument '${spec.params[k].name}' (pos ${k + 1 - self})`,
    );
  }
  if (wrong !== "") throw nativeHooks.typeError(wrong);
  let ko = 0;
  for (const param of spec.params) {
    if (param.kind !== "keyword-only") continue;
    if (param.default === undefined && out[firstKeywordOnly + ko] === 0) {
      throw nativeHooks.typeError(`${f.shownName}() missing required keyword-only argument: '${param.name}'`);
    }
    ko++;
  }
  if (spec.varkw) out.push(extra);
  return out;
}

/** `list.append` for methods, `len` and `math.sqrt` for functions, the class for `__new__` and `__init__`. */
function displayName(f: NativeFunction, self: number): string {
  if (f.shownName !== f.name) return f.shownName;
  if (self !== 0) return f.qualname;
  return f.module === "builtins" ? f.name : `${f.module}.${f.name}`;
}

/** Classes whose calls go past their `__new__` in CPython and are worded like functions without keywords. */
const plainlyCalled = new Set(["int.__new__", "str.__new__"]);

/** Too many positional arguments, or too few for a function without keywords. */
function wrongCount(
  f: NativeFunction,
  self: number,
  given: number,
  most: number,
  least: number,
  noKeywords: boolean,
  nkw: number,
  keywordOnly: number,
): PyThrow {
  if (given < 0) return nativeHooks.typeError(`unbound method ${f.qualname}() needs an argument`);
  if (noKeywords || (nkw === 0 && plainlyCalled.has(f.qualname))) {
    if (most === 0) return nativeHooks.typeError(`${displayName(f, self)}() takes no arguments (${given} given)`);
    if (most === 1 && least === 1 && f.shownName === f.name)
      return nativeHooks.typeError(`${displayName(f, self)}() takes exactly one argument (${given} given)`);
    const bound = least === most ? "" : given < least ? "at least " : "at most ";
    const n = given < least ? least : most;
    return nativeHooks.typeError(`${f.shownName} expected ${bound}${n} argument${plural(n)}, got ${given}`);
  }
  if (given + nkw > most + keywordOnly) return tooManyInAll(f, given, nkw, most + keywordOnly);
  if (most === 0) return nativeHooks.typeError(`${f.shownName}() takes no positional arguments`);
  return nativeHooks.typeError(
    `${f.shownName}() takes ${least === most ? "exactly" : "at most"} ${most} positional argument${plural(most)} (${given} given)`,
  );
}

/** More arguments than parameters, positional and named together. */
const tooManyInAll = (f: NativeFunction, given: number, nkw: number, total: number): PyThrow =>
  nativeHooks.typeError(
    `${f.shownName}() takes at most ${total} ${given === 0 ? "keyword " : ""}argument${plural(total)} (${given + nkw} given)`,
  );

/** Fewer positional arguments than required parameters that have no name. */
const tooFewPlain = (f: NativeFunction, given: number, least: number, most: number): PyThrow =>
  nativeHooks.typeError(
    `${f.shownName}() takes ${least < most ? "at least" : "exactly"} ${least} positional argument${plural(least)} (${given} given)`,
  );

/** Call the leaf form. Returns a ref or DEFER (also when there is no leaf form). */
export function callLeaf(f: NativeFunction, argv: number, argc: number, kwnames: Ref): Ref {
  const leaf = f.leaf;
  if (leaf === null) return DEFER;
  if (Build.FREE) lendArguments(f, argv, argc);
  if (f.min === -2) f.spec;
  if (kwnames === 0 && argc >= f.min && argc <= f.max) {
    switch (f.max) {
      case 0:
        return leaf();
      case 1:
        return leaf(argc > 0 ? i32[argv] : 0);
      case 2:
        return leaf(argc > 0 ? i32[argv] : 0, argc > 1 ? i32[argv + 1] : 0);
      case 3:
        return leaf(argc > 0 ? i32[argv] : 0, argc > 1 ? i32[argv + 1] : 0, argc > 2 ? i32[argv + 2] : 0);
      default:
        return leaf(
          argc > 0 ? i32[argv] : 0,
          argc > 1 ? i32[argv + 1] : 0,
          argc > 2 ? i32[argv + 2] : 0,
          argc > 3 ? i32[argv + 3] : 0,
        );
    }
  }
  if (kwnames === 0 && f.star >= 0 && argc >= f.star) {
    // Absent keyword-only parameters and `**kwargs` are 0.
    if (f.star === 0) return leaf(argv, argc, 0, 0, 0, 0, 0);
    if (f.star === 1) return leaf(i32[argv], argv + 1, argc - 1, 0, 0, 0, 0, 0);
    return leaf(i32[argv], i32[argv + 1], argv + 2, argc - 2, 0, 0, 0, 0, 0);
  }
  return leaf(...bindNative(f, argv, argc, kwnames));
}

/** Modules whose functions store what they are given in nothing but their first argument. */
const PURE_MODULES = new Set([
  "builtins",
  "math",
  "time",
  "itertools",
  "functools",
  "operator",
  "_operator",
  "_collections",
  "collections",
  "array",
  "struct",
  "_struct",
]);
/** Functions of module builtins that reach further. */
const IMPURE = new Set(["__import__", "__build_class__", "exec", "eval", "compile", "type.__new__", "type.__call__"]);

/** May the function store its arguments where other threads find them, whatever its arguments are? Looked up once a function. */
export function storesAnywhere(f: NativeFunction): boolean {
  if (f.reach === 0) f.reach = PURE_MODULES.has(f.module) && !IMPURE.has(f.qualname) ? 1 : 2;
  return f.reach === 2;
}

/** Lock-free mode: a built-in is about to be called. What it may store into a shared object is shared first, and what it makes is born shared. */
export function lendArguments(f: NativeFunction, argv: number, argc: number): void {
  if (i32[G.THREADED] === 0) return;
  // What a built-in that is running already makes is born shared: so what it gives away is shared too.
  if (!bornShared() && !storesAnywhere(f) && (argc === 0 || f.name === "__new__" || !keepsOthers(i32[argv]))) return;
  for (let k = 0; k < argc; k++) share(i32[argv + k]);
  bearShared(true);
}

/** Lock-free mode: a slot of a built-in type is about to be called, as lendArguments. */
export function lendOperands(self: Ref, a: Ref, b: Ref): void {
  // The first operand of a descriptor is the object that it is about.
  if (i32[G.THREADED] === 0) return;
  if (bornShared()) share(self);
  else if (!keepsOthers(self) && !(isDescriptor(self) && keepsOthers(a))) return;
  share(a);
  share(b);
  bearShared(true);
}

/**
 * Lock-free mode: a leaf that a built-in calls on its way, as lendOperands. What the built-in around makes afterwards is born as before: it may hold objects of its own
 * already, which a shared one must not refer to.
 */
export function callLent(leaf: LeafImpl, self: Ref, a: Ref, b: Ref): Ref {
  const before = bornShared();
  lendOperands(self, a, b);
  try {
    return leaf(self, a, b, 0);
  } finally {
    if (!before) bearShared(false);
  }
}

/** The same for a resumable one. */
export function* genLent(gen: GenImpl, self: Ref, args: readonly Ref[]): Gen {
  const before = bornShared();
  lendOperands(self, args[0] ?? 0, args[1] ?? 0);
  try {
    return yield* gen(self, ...args);
  } finally {
    if (!before) bearShared(false);
  }
}

/** Start the resumable form (f.gen is not null). */
export function startGen(f: NativeFunction, argv: number, argc: number, kwnames: Ref): Gen {
  if (Build.FREE) lendArguments(f, argv, argc);
  return (f.gen as GenImpl)(...bindNative(f, argv, argc, kwnames));
}

/** Call a built-in function from TypeScript with refs as arguments: leaf form first. The result is on the handle stack or alive elsewhere. */
export function* callNative(f: NativeFunction, args: readonly Ref[], kwnames: Ref): Gen {
  const argv = reserveHandles(args.length);
  for (let k = 0; k < args.length; k++) {
    const a = args[k];
    i32[argv + k] = incref(a);
  }
  const r = callLeaf(f, argv, args.length, kwnames);
  if (r !== DEFER) return r;
  return yield* startGen(f, argv, args.length, kwnames);
}

/** For long loops in built-ins: run `body` and release the handles it took. */
export function scoped<R>(body: () => R): R {
  const level = handleLevel();
  try {
    return body();
  } finally {
    releaseTo(level);
  }
}
