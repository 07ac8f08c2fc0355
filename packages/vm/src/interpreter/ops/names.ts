/** Variables: locals that may be unbound, cells, names of namespaces, globals, imported names. */
import { bearShared } from "../../heap/birth.ts";
import { share, shareDefinition } from "../../heap/share.ts";
import { Build } from "../../heap/build.ts";
import { releaseTo } from "../../heap/handles.ts";
import { DEFER, NONE, T, G } from "../../heap/layout.ts";
import { i32 } from "../../heap/memory.ts";
import { decref, finalizers, incref, isShared } from "../../heap/refcount.ts";
import { LocalKind } from "../../bytecode/code.ts";
import { Op } from "../../bytecode/opcodes.ts";
import {
  containsGen,
  delItemGen,
  getAttrLeaf,
  getItemGen,
  MISSING,
  setItemGen,
  typeOf,
} from "../../objects/abstract.ts";
import { Code } from "../../objects/code-layout.ts";
import { dictDeleteStr, dictFindStr, dictGetStr, dictSetStr, newDict } from "../../objects/dict-core.ts";
import { clearPending, E, isSubtypeIndex, pendingException, raise, raiseWith } from "../../objects/errors.ts";
import { Fn } from "../../objects/function-layout.ts";
import { internJs } from "../../objects/intern.ts";
import { type Gen, PY_THROW } from "../../objects/native.ts";
import { allocCell } from "../../objects/cell.ts";
import { tupleItem } from "../../objects/sequence-core.ts";
import { strToJs } from "../../objects/str-core.ts";
import { importFromGen, importNameGen } from "../../builtins/import.ts";
import { Action, F, R } from "../frame.ts";
import { nameNotDefined } from "../globals.ts";
import { runFinalizers } from "../finalizers.ts";
import { enterNative } from "../native-frames.ts";
import { builtinsOf, codeWord, discard, globalsOf, nameOf, owned, push, rareOps, replace, top } from "./table.ts";

const H = i32;

rareOps[Op.LOAD_FAST_CHECK] = (arg) => {
  const v = H[R.fp + arg];
  if (v === 0) unboundLocal(arg);
  push(incref(v));
};

function unboundLocal(index: number): never {
  const name = tupleItem(H[codeWord() + Code.LOCALSPLUSNAMES], index);
  throw raiseWith(
    E.UnboundLocalError,
    `cannot access local variable '${strToJs(name)}' where it is not associated with a value`,
    0,
  );
}

rareOps[Op.LOAD_FAST_AND_CLEAR] = (arg) => {
  push(H[R.fp + arg]);
  H[R.fp + arg] = 0;
};

rareOps[Op.DELETE_FAST] = (arg) => {
  const v = H[R.fp + arg];
  if (v === 0) unboundLocal(arg);
  H[R.fp + arg] = 0;
  decref(v);
  if (finalizers.length > 0) runFinalizers();
};

rareOps[Op.MAKE_CELL] = (arg) => {
  const initial = H[R.fp + arg];
  H[R.fp + arg] = allocCell(initial);
  if (initial !== 0) decref(initial);
};

rareOps[Op.COPY_FREE_VARS] = (arg) => {
  const closure = H[(H[R.fp + F.FUNC] >> 2) + Fn.CLOSURE];
  const at = R.fp + H[codeWord() + Code.NLOCALSPLUS] - arg;
  for (let k = 0; k < arg; k++) H[at + k] = incref(tupleItem(closure, k));
};

function unboundCell(index: number): never {
  const name = strToJs(tupleItem(H[codeWord() + Code.LOCALSPLUSNAMES], index));
  const kinds = H[codeWord() + Code.KINDS];
  const free = (new Uint8Array(i32.buffer, kinds + 24, index + 1)[index] & LocalKind.FREE) !== 0;
  if (free)
    throw raiseWith(
      E.NameError,
      `cannot access free variable '${name}' where it is not associated with a value in enclosing scope`,
      0,
    );
  throw raiseWith(
    E.UnboundLocalError,
    `cannot access local variable '${name}' where it is not associated with a value`,
    0,
  );
}

rareOps[Op.LOAD_DEREF] = (arg) => {
  const v = H[(H[R.fp + arg] >> 2) + 4];
  if (v === 0) unboundCell(arg);
  push(incref(v));
};

// Of a cell that other threads can reach; the loop does the others.
rareOps[Op.STORE_DEREF] = (arg) => {
  const at = (H[R.fp + arg] >> 2) + 4;
  const v = H[--R.sp];
  share(v);
  const old = H[at];
  H[at] = v;
  decref(old);
  if (finalizers.length > 0) runFinalizers();
};
rareOps[Op.DELETE_DEREF] = (arg) => {
  const at = (H[R.fp + arg] >> 2) + 4;
  const v = H[at];
  if (v === 0) unboundCell(arg);
  H[at] = 0;
  decref(v);
};

rareOps[Op.LOAD_FROM_DICT_OR_DEREF] = (arg) => {
  const name = tupleItem(H[codeWord() + Code.LOCALSPLUSNAMES], arg);
  const ns = top(0);
  const v = typeOf(ns) === T.DICT ? dictGetStr(ns, name) : DEFER;
  if (v === DEFER) {
    const cell = H[(H[R.fp + arg] >> 2) + 4];
    if (cell === 0) unboundCell(arg);
    enterNative(
      mappingGetOr(ns, name, () => cell),
      1,
      Action.PUSH,
    );
    return;
  }
  if (v !== 0) {
    replace(1, incref(v));
    return;
  }
  const cell = H[(H[R.fp + arg] >> 2) + 4];
  if (cell === 0) unboundCell(arg);
  replace(1, incref(cell));
};

/** A global or built-in name of the function `func`: that of the frame that asked, also when a native frame runs by now. */
function globalOrBuiltin(name: number, func = H[R.fp + F.FUNC]): number {
  let v = dictGetStr(H[(func >> 2) + Fn.GLOBALS], name);
  if (v === 0) v = dictGetStr(H[(func >> 2) + Fn.BUILTINS], name);
  if (v === 0) nameNotDefined(name);
  return v;
}

function* mappingGetOr(ns: number, name: number, otherwise: () => number): Gen {
  try {
    return yield* getItemGen(ns, name);
  } catch (thrown) {
    if (thrown !== PY_THROW || !isSubtypeIndex(typeOf(pendingException()), E.KeyError)) throw thrown;
    clearPending();
    return otherwise();
  }
}

rareOps[Op.LOAD_NAME] = (arg) => {
  const name = nameOf(arg);
  const ns = H[R.fp + F.NS];
  if (ns !== 0) {
    if (typeOf(ns) === T.DICT) {
      const v = dictGetStr(ns, name);
      if (v !== 0) {
        push(incref(v));
        return;
      }
    } else {
      const func = H[R.fp + F.FUNC];
      enterNative(
        mappingGetOr(ns, name, () => globalOrBuiltin(name, func)),
        0,
        Action.PUSH,
      );
      return;
    }
  }
  push(incref(globalOrBuiltin(name)));
};

rareOps[Op.LOAD_FROM_DICT_OR_GLOBALS] = (arg) => {
  const name = nameOf(arg);
  const ns = top(0);
  if (typeOf(ns) !== T.DICT) {
    const func = H[R.fp + F.FUNC];
    enterNative(
      mappingGetOr(ns, name, () => globalOrBuiltin(name, func)),
      1,
      Action.PUSH,
    );
    return;
  }
  replace(1, incref(dictGetStr(ns, name) || globalOrBuiltin(name)));
};

rareOps[Op.STORE_NAME] = (arg) => {
  const name = nameOf(arg);
  const ns = H[R.fp + F.NS];
  if (ns === 0) throw raise(E.SystemError, `no locals found when storing '${strToJs(name)}'`);
  const v = top(0);
  if (typeOf(ns) === T.DICT) {
    if (Build.FREE && isShared(ns)) shareDefinition(v);
    dictSetStr(ns, name, v);
    R.sp--;
    decref(v);
    if (finalizers.length > 0) runFinalizers();
    return;
  }
  enterNative(discard(setItemGen(ns, name, v)), 1, Action.DISCARD);
};

rareOps[Op.DELETE_NAME] = (arg) => {
  const name = nameOf(arg);
  const ns = H[R.fp + F.NS];
  if (typeOf(ns) !== T.DICT) {
    enterNative(discard(delItemGen(ns, name)), 0, Action.DISCARD);
    return;
  }
  if (!dictDeleteStr(ns, name)) nameNotDefined(name);
  if (finalizers.length > 0) runFinalizers();
};

rareOps[Op.STORE_GLOBAL] = (arg) => {
  const v = top(0);
  if (Build.FREE && isShared(globalsOf())) shareDefinition(v);
  dictSetStr(globalsOf(), nameOf(arg), v);
  R.sp--;
  decref(v);
  if (finalizers.length > 0) runFinalizers();
};

rareOps[Op.DELETE_GLOBAL] = (arg) => {
  if (!dictDeleteStr(globalsOf(), nameOf(arg))) nameNotDefined(nameOf(arg));
  if (finalizers.length > 0) runFinalizers();
};

rareOps[Op.LOAD_LOCALS] = () => push(incref(H[R.fp + F.NS]));

rareOps[Op.SETUP_ANNOTATIONS] = () => {
  const ns = H[R.fp + F.NS];
  const name = internJs("__annotations__");
  if (typeOf(ns) === T.DICT) {
    if (dictFindStr(ns, name) === 0) {
      const annotations = newDict();
      if (Build.FREE && isShared(ns)) share(annotations);
      dictSetStr(ns, name, annotations);
      releaseTo(R.level);
    }
    return;
  }
  enterNative(setupAnnotations(ns, name), 0, Action.DISCARD);
};

function* setupAnnotations(ns: number, name: number): Gen {
  if (!(yield* containsGen(ns, name))) yield* setItemGen(ns, name, newDict());
  return NONE;
}

rareOps[Op.IMPORT_NAME] = (arg) => {
  // level, fromlist -- module
  if (Build.FREE) bearShared(i32[G.THREADED] !== 0);
  enterNative(importNameGen(nameOf(arg), globalsOf(), top(0), top(1), builtinsOf()), 2, Action.PUSH);
};

rareOps[Op.IMPORT_FROM] = (arg) => {
  const module = top(0);
  const name = nameOf(arg);
  if (Build.FREE) bearShared(i32[G.THREADED] !== 0);
  const v = getAttrLeaf(module, name);
  if (v !== DEFER && v !== MISSING) {
    push(owned(v));
    return;
  }
  enterNative(importFromGen(module, name), 0, Action.PUSH);
};
