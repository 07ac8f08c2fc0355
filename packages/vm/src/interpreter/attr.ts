/**
 * LOAD_ATTR and STORE_ATTR: the general case, and the choice of cached private forms. A form's cache: word 2 type version (modules: keys version), word 3
 * word offset of the value or the ref of the method; operand: original in the low 8 bits where the form needs no more, offset of the `__dict__` word from bit 16.
 */
import { releaseTo } from "../heap/handles.ts";
import { DEFER, T, TYPE_FLAGS, TYPE_TABLE, TYPE_VERSION, TypeFlag } from "../heap/layout.ts";
import { i32 } from "../heap/memory.ts";
import { decref, incref } from "../heap/refcount.ts";
import { TypeWord } from "../heap/type-layout.ts";
import { Op } from "../bytecode/opcodes.ts";
import {
  attributeContext,
  genericOrMissing,
  getAttrGen,
  getAttrLeaf,
  MISSING,
  noAttribute,
  setAttrGen,
  setAttrLeaf,
  slotOf,
  typeLookup,
  typeOf,
  typeVersion,
} from "../objects/abstract.ts";
import { instanceGet, keySlot } from "../objects/attributes.ts";
import { Code } from "../objects/code-layout.ts";
import { dictFindStr, dictKeysVersion } from "../objects/dict-core.ts";
import { type Gen, PY_THROW } from "../objects/native.ts";
import { tupleItem } from "../objects/sequence-core.ts";
import { WRAPPED_FUNCTION } from "../objects/static-class-method.ts";
import { S } from "../objects/slots.ts";
import { arena, originalArg } from "./arena.ts";
import { Action, F, R } from "./frame.ts";
import { callAny, callInPlace, isPythonSlot } from "./calling.ts";
import { machineHooks } from "./hooks.ts";
import { enterNative } from "./native-frames.ts";
import { Q } from "./quick.ts";

const nameOf = (index: number): number => tupleItem(i32[(i32[R.fp + F.CODE] >> 2) + Code.NAMES], index);

/**
 * Forms chosen before, by version of the type and name: an instruction that meets instances of several classes in turn takes its form from here. A version names one
 * state of one type and names are interned and immortal, so an entry never becomes wrong.
 */
const STUBS = 1024;
const enum Stub {
  VERSION = 0,
  /** The name, and what is done with the attribute in its low bits. */
  KEY = 1,
  FORM = 2,
  OPERAND = 3,
  VALUE = 4,
  WORDS = 8,
}
const enum Use {
  LOAD = 0,
  METHOD = 1,
  STORE = 2,
}
const stubs = new Int32Array(STUBS * Stub.WORDS);
const stubAt = (version: number, key: number): number =>
  (((version * 31) ^ (key >> 3) ^ (key << 7)) & (STUBS - 1)) * Stub.WORDS;

/** Specialise, and remember the form for other instructions. `operand` is the instruction's own where the form needs no other. */
function specialiseAll(pc: number, form: number, operand: number, version: number, value: number, key: number): void {
  specialise(pc, form, operand, version, value);
  const at = stubAt(version, key);
  stubs[at + Stub.VERSION] = version;
  stubs[at + Stub.KEY] = key;
  stubs[at + Stub.FORM] = form;
  stubs[at + Stub.OPERAND] = operand;
  stubs[at + Stub.VALUE] = value;
}

/** LOAD_ATTR in a form that another instruction, or this one before, has found for the type and the name. False: nothing was done. */
function loadByStub(pc: number, arg: number, o: number, type: number, key: number): boolean {
  const version = i32[TYPE_VERSION + type];
  const at = stubAt(version, key);
  if (version === 0 || stubs[at] !== version || stubs[at + Stub.KEY] !== key) return false;
  const w = o >> 2;
  const value = stubs[at + Stub.VALUE];
  const operand = stubs[at + Stub.OPERAND];
  switch (stubs[at + Stub.FORM]) {
    case Q.LOAD_ATTR_METHOD:
      if (operand !== 0 && i32[w + (operand >> 16)] !== 0) return false;
      specialise(pc, Q.LOAD_ATTR_METHOD, operand, version, value);
      break;
    case Q.LOAD_ATTR_INSTANCE: {
      if ((i32[w + (operand >> 16) + 1] & 0xff) <= ((operand >> 8) & 0xff)) return false;
      const v = i32[w + value];
      if (v === 0) return false;
      specialise(pc, Q.LOAD_ATTR_INSTANCE, operand, version, value);
      i32[R.sp - 1] = incref(v);
      decref(o);
      return true;
    }
    case Q.LOAD_ATTR_SLOT: {
      const v = i32[w + value];
      if (v === 0) return false;
      specialise(pc, Q.LOAD_ATTR_SLOT, arg, version, value);
      i32[R.sp - 1] = incref(v);
      decref(o);
      return true;
    }
    default:
      return false;
  }
  i32[R.sp - 1] = incref(value);
  i32[R.sp++] = o;
  return true;
}

/** STORE_ATTR in a known form. False: nothing was done. */
function storeByStub(pc: number, arg: number, o: number, type: number, key: number): boolean {
  const version = i32[TYPE_VERSION + type];
  const at = stubAt(version, key);
  if (version === 0 || stubs[at] !== version || stubs[at + Stub.KEY] !== key) return false;
  const w = o >> 2;
  const value = stubs[at + Stub.VALUE];
  if (stubs[at + Stub.FORM] === Q.STORE_ATTR_SLOT) specialise(pc, Q.STORE_ATTR_SLOT, arg, version, value);
  else {
    const operand = stubs[at + Stub.OPERAND];
    const d = w + (operand >> 16);
    const k = (operand >> 8) & 0xff;
    const use = i32[d + 1];
    if (k >= (use & 0xff)) {
      // The next one in order, with room.
      if (i32[d] !== 0 || (use & 0xff) !== k || k >= use >> 8) return false;
      i32[d + 1] = use + 1;
      i32[w + value] = 0;
    } else if (i32[w + value] === 0) return false;
    specialise(pc, Q.STORE_ATTR_INSTANCE, operand, version, value);
  }
  const old = i32[w + value];
  i32[w + value] = i32[R.sp - 2];
  R.sp -= 2;
  decref(o);
  if (old !== 0) decref(old);
  return true;
}

/** LOAD_ATTR at arena position `pc`, registers written. */
export function loadAttr(pc: number): void {
  const arg = originalArg(i32[R.fp + F.CODE], i32[R.fp + F.BASE], pc);
  const name = nameOf(arg >> 1);
  const method = (arg & 1) !== 0;
  const o = i32[R.sp - 1];
  const type = typeOf(o);
  const key = name | (method ? Use.METHOD : Use.LOAD);
  if (loadByStub(pc, arg, o, type, key)) return;
  if ((i32[TYPE_FLAGS + type] & TypeFlag.GENERIC_GETATTR) !== 0) {
    const found = typeLookup(type, name);
    if (found !== 0) {
      const ft = typeOf(found);
      if (ft === T.PROPERTY) {
        const getter = i32[(found >> 2) + 4];
        if (getter !== 0 && typeOf(getter) === T.FUNCTION) {
          // property with a Python getter: call it in place.
          i32[R.sp - 1] = incref(getter);
          i32[R.sp++] = o;
          callAny(R.sp - 2, 0, 0, method ? Action.PUSH_NULL : Action.PUSH);
          return;
        }
      }
      if (ft === T.MEMBER_DESCRIPTOR && type >= T.FIRST_HEAP_TYPE && !method) {
        const version = typeVersion(type);
        const word = i32[(found >> 2) + 4];
        if (version !== 0 && isSlotMember(found)) specialiseAll(pc, Q.LOAD_ATTR_SLOT, arg, version, word, key);
      }
      if (method && (ft === T.STATICMETHOD || ft === T.CLASSMETHOD) && instanceGet(o, name) === 0) {
        if (pushWrapped(found, i32[TYPE_TABLE + type])) return;
      }
      if (method && (ft === T.FUNCTION || ft === T.METHOD_DESCRIPTOR)) {
        const own = instanceGet(o, name);
        if (own === 0) {
          // Not when other instances of the class have an attribute of this name: a name that is new to them changes the version.
          const version = keySlot(i32[TYPE_TABLE + type], name) < 0 ? typeVersion(type) : 0;
          if (version !== 0) {
            const hasDict = (i32[TYPE_FLAGS + type] & TypeFlag.HAS_DICT) !== 0;
            const dictAt = hasDict ? i32[(i32[TYPE_TABLE + type] >> 2) + TypeWord.DICT_OFFSET] : 0;
            specialiseAll(pc, Q.LOAD_ATTR_METHOD, dictAt << 16, version, found, key);
          }
          i32[R.sp - 1] = incref(found);
          i32[R.sp++] = o;
          return;
        }
      }
    } else if ((i32[TYPE_FLAGS + type] & TypeFlag.HAS_DICT) !== 0 && !method) {
      const cls = i32[TYPE_TABLE + type] >> 2;
      const dictAt = i32[cls + TypeWord.DICT_OFFSET];
      if (i32[(o >> 2) + dictAt] === 0) {
        const k = keySlot(i32[TYPE_TABLE + type], name);
        const version = typeVersion(type);
        if (k >= 0 && version !== 0) {
          const value = i32[cls + TypeWord.VALUES_AT] + k;
          specialiseAll(pc, Q.LOAD_ATTR_INSTANCE, (dictAt << 16) | (k << 8), version, value, key);
          if (pc > i32[R.fp + F.BASE] && arena[pc - 4] === Op.LOAD_FAST) arena[pc - 4] = Q.FAST_ATTR_INSTANCE;
        }
      }
    }
  } else if (type === T.MODULE) {
    const dict = i32[(o >> 2) + 4];
    const at = dictFindStr(dict, name);
    if (at !== 0) {
      const version = dictKeysVersion(dict);
      if (version !== 0) specialise(pc, Q.LOAD_ATTR_MODULE, arg, version, at);
      const v = incref(i32[at]);
      i32[R.sp - 1] = v;
      if (method) i32[R.sp++] = 0;
      decref(o);
      return;
    }
  }
  if (type === T.TYPE && method && typeLookup(T.TYPE, name) === 0) {
    const found = typeLookup(i32[(o >> 2) + TypeWord.INDEX], name);
    if (found !== 0 && pushWrapped(found, o)) return;
  }
  let v = getAttrLeaf(o, name);
  if (v === MISSING) noAttribute(o, name);
  if (v === DEFER) {
    const hook = pythonHook(type);
    if (hook !== 0) v = genericOrMissing(o, name);
    if (v === MISSING) {
      i32[R.sp++] = incref(o);
      i32[R.sp++] = incref(name);
      callInPlace(hook, 2, Action.ATTRIBUTE);
      return;
    }
    if (v === DEFER) {
      enterNative(getAttrGen(o, name), 1, method ? Action.PUSH_NULL : Action.PUSH);
      return;
    }
  }
  v = incref(v);
  releaseTo(R.level);
  if (type === T.TYPE) specialiseClass(pc, arg, o, name, v);
  i32[R.sp - 1] = v;
  if (method) i32[R.sp++] = 0;
  decref(o);
}

/** A static or class method of `cls` that is called at once takes the place of its owner on the stack: function and NULL, or function and class. False: nothing was done. */
function pushWrapped(found: number, cls: number): boolean {
  const ft = typeOf(found);
  if (ft !== T.STATICMETHOD && ft !== T.CLASSMETHOD) return false;
  const f = i32[(found >> 2) + WRAPPED_FUNCTION];
  if (f === 0 || typeOf(f) !== T.FUNCTION) return false;
  const o = i32[R.sp - 1];
  i32[R.sp - 1] = incref(f);
  i32[R.sp++] = ft === T.STATICMETHOD ? 0 : incref(cls);
  decref(o);
  return true;
}

/** The `__getattr__` of a type, if it is a Python function and asked after object's own look-up; else 0. */
function pythonHook(type: number): number {
  const hook = slotOf(type, S.GETATTR);
  return isPythonSlot(hook) && slotOf(type, S.GETATTRIBUTE) === slotOf(T.OBJECT, S.GETATTRIBUTE) ? hook : 0;
}

/** An AttributeError passes out of the `__getattr__` that the LOAD_ATTR before R.pc has called. */
export function attributeFailed(): void {
  const arg = originalArg(i32[R.fp + F.CODE], i32[R.fp + F.BASE], R.pc - 4);
  attributeContext(PY_THROW, i32[R.sp - 1], nameOf(arg >> 1));
}

/** The result of `__getattr__` (owned) for the LOAD_ATTR before R.pc. */
machineHooks.attributeFound = (value) => {
  const arg = originalArg(i32[R.fp + F.CODE], i32[R.fp + F.BASE], R.pc - 4);
  decref(i32[R.sp - 1]);
  i32[R.sp - 1] = value;
  if ((arg & 1) !== 0) i32[R.sp++] = 0;
};

/** Is the member descriptor one of `__slots__` (absent value raises AttributeError) rather than a built-in's computed one? */
const isSlotMember = (found: number): boolean => (i32[(found >> 2) + 6] & 2) !== 0;

function specialise(pc: number, form: number, operand: number, version: number, value: number): void {
  arena[pc] = form;
  arena[pc + 1] = operand;
  arena[pc + 2] = version;
  arena[pc + 3] = value;
}

/** A class attribute that is no descriptor: cache the value itself, while the class's version stands. */
function specialiseClass(pc: number, arg: number, cls: number, name: number, value: number): void {
  const index = i32[(cls >> 2) + TypeWord.INDEX];
  const found = typeLookup(index, name);
  if (found !== value || (value & 1) === 0) {
    if (found === 0 || found !== value) return;
    const ft = typeOf(found);
    if (ft !== T.FUNCTION && slotOf(ft, S.GET) !== 0) return;
  }
  // A data descriptor of the metaclass would win.
  const meta = typeLookup(T.TYPE, name);
  if (meta !== 0 && (slotOf(typeOf(meta), S.SET) !== 0 || slotOf(typeOf(meta), S.DELETE) !== 0)) return;
  const version = typeVersion(index);
  if (version !== 0) specialise(pc, Q.LOAD_ATTR_CLASS, arg, version, value);
}

/** STORE_ATTR at arena position `pc` (value, owner --), registers written. */
export function storeAttr(pc: number): void {
  const arg = originalArg(i32[R.fp + F.CODE], i32[R.fp + F.BASE], pc);
  const name = nameOf(arg);
  const o = i32[R.sp - 1];
  const value = i32[R.sp - 2];
  const type = typeOf(o);
  const key = name | Use.STORE;
  if (storeByStub(pc, arg, o, type, key)) return;
  arena[pc] = Op.STORE_ATTR;
  arena[pc + 1] = arg;
  if (setAttrLeaf(o, name, value) === DEFER) {
    const word = slotOf(type, S.SETATTR);
    if ((i32[TYPE_FLAGS + type] & TypeFlag.GENERIC_SETATTR) === 0 && isPythonSlot(word)) {
      // value, self -- self, name, value
      i32[R.sp - 2] = o;
      i32[R.sp - 1] = incref(name);
      i32[R.sp++] = value;
      callInPlace(word, 3, Action.DISCARD);
      return;
    }
    enterNative(setAttrRef(o, name, value), 2, Action.DISCARD);
    return;
  }
  releaseTo(R.level);
  const flags = i32[TYPE_FLAGS + type];
  if (type >= T.FIRST_HEAP_TYPE && (flags & TypeFlag.GENERIC_SETATTR) !== 0) {
    const found = typeLookup(type, name);
    const cls = i32[TYPE_TABLE + type] >> 2;
    if (found === 0 && (flags & TypeFlag.HAS_DICT) !== 0) {
      const dictAt = i32[cls + TypeWord.DICT_OFFSET];
      const k = keySlot(i32[TYPE_TABLE + type], name);
      const version = typeVersion(type);
      if (k >= 0 && version !== 0 && i32[(o >> 2) + dictAt] === 0 && k < i32[(o >> 2) + dictAt + 1] >>> 8) {
        const value = i32[cls + TypeWord.VALUES_AT] + k;
        specialiseAll(pc, Q.STORE_ATTR_INSTANCE, (dictAt << 16) | (k << 8), version, value, key);
      }
    } else if (found !== 0 && typeOf(found) === T.MEMBER_DESCRIPTOR && isSlotMember(found)) {
      const version = typeVersion(type);
      if (version !== 0) specialiseAll(pc, Q.STORE_ATTR_SLOT, arg, version, i32[(found >> 2) + 4], key);
    }
  }
  R.sp -= 2;
  decref(o);
  decref(value);
}

function* setAttrRef(o: number, name: number, value: number): Gen {
  yield* setAttrGen(o, name, value);
  return 64;
}
