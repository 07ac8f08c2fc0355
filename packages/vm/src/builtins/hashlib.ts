/**
 * Modules `_hashlib` and `_blake2`: objects that make digests, which module `hashlib` (Python) shows. The algorithms are in digest/. See CPython
 * Modules/_hashopenssl.c, Modules/_blake2.
 *
 *     4 number of the algorithm   5 its state (raw block, see digest/digests.ts)   6, 7 whose turn it is (turns.ts)
 *     8 bytes that are all the data so far and are not in the state yet (0: they are)   9 bytes: digest of them
 *
 * State lies in the heap, so that an object may be filled by one thread and read by another. Large data is taken in without the lock. A large first piece is
 * left to the host, whose implementation is faster, and which knows only how to digest a whole: the pieces that may follow start from the state again.
 */
import { allocRaw, freeRaw } from "../heap/alloc.ts";
import { keep } from "../heap/handles.ts";
import { NONE, T, TypeFlag } from "../heap/layout.ts";
import { i32, u8 } from "../heap/memory.ts";
import { decref, defineLayout, incref } from "../heap/refcount.ts";
import { host } from "../host.ts";
import { addressText } from "../objects/address.ts";
import {
  classByIndex,
  fullClassName,
  classOf,
  indexGen,
  indexNumberGen,
  isInstanceOfType,
  truthGen,
  typeName,
  typeOf,
} from "../objects/abstract.ts";
import { BUFFER, bufferOf, bufferTypeOf, bytesData, bytesLength, bytesToJs, newBytes } from "../objects/bytes-core.ts";
import { chainOf, digestKinds, finishDigest, startDigest, stateWords, updateDigest } from "../digest/digests.ts";
import { type Blake2, blake2b, blake2s } from "../digest/blake2.ts";
import type { DigestKind } from "../digest/kind.ts";
import { pbkdf2 } from "../digest/pbkdf2.ts";
import { E, raise } from "../objects/errors.ts";
import { allocInstance } from "../objects/instance.ts";
import type { Gen, Ref } from "../objects/native.ts";
import { intToBigInt, newInt } from "../objects/number-core.ts";
import { newStr, strToJs } from "../objects/str-core.ts";
import { defineType, type TypeDef } from "../objects/type-def.ts";
import { defineModule, type ModuleDef } from "./modules.ts";
import { endTurn, takeTurn, withoutLock } from "./turns.ts";
import { M } from "./type-indices.ts";

const enum Hash {
  KIND = 4,
  STATE = 5,
  TURN = 6,
  WAITED_FOR = 7,
  WHOLE = 8,
  DIGEST = 9,
  WORDS = 10,
}
/** Data above this size is taken in without the lock (CPython's HASHLIB_GIL_MINSIZE). */
const WITHOUT_LOCK = 2047;
/** A first piece of at least this size is the host's. */
const FOR_HOST = 1 << 15;

for (const type of [M.HASH, M.HASHXOF, M.BLAKE2B, M.BLAKE2S]) {
  defineLayout(type, {
    words: Hash.WORDS,
    refs: [Hash.WHOLE, Hash.DIGEST],
    blocks: [Hash.STATE],
    release(w) {
      if (i32[w + Hash.STATE] !== 0) freeRaw(i32[w + Hash.STATE]);
    },
  });
}

const kindOf = (hash: Ref): DigestKind => digestKinds[i32[(hash >> 2) + Hash.KIND]] ?? digestKinds[0];
const stateOf = (hash: Ref): number => i32[(hash >> 2) + Hash.STATE];

/** A hash object in its first state, on the handle stack. */
function newHash(type: number, kind: DigestKind): Ref {
  const state = allocRaw(stateWords(kind));
  startDigest(kind, i32, state);
  const hash = keep(allocInstance(classByIndex(type)));
  i32[(hash >> 2) + Hash.KIND] = digestKinds.indexOf(kind);
  i32[(hash >> 2) + Hash.STATE] = state;
  return hash;
}

/** Find the bytes of a bytes-like object: BUFFER. Raises TypeError, BufferError. */
function locate(data: Ref): void {
  if (isInstanceOfType(data, T.STR)) throw raise(E.TypeError, "Strings must be encoded before hashing");
  if (!bufferOf(data)) throw raise(E.TypeError, "object supporting the buffer API required");
}

/** The turn at a hash object for `work`. */
function inTurn<R>(hash: Ref, work: () => R): R {
  const turn = (hash >> 2) + Hash.TURN;
  takeTurn(hash, turn, () => new Error("hashlib.ts: a thread took its turn twice"));
  try {
    return work();
  } finally {
    endTurn(hash, turn);
  }
}

/** Take heap bytes into the state; the caller keeps them where they are. */
function takeIn(hash: Ref, at: number, length: number): void {
  const kind = kindOf(hash);
  const state = stateOf(hash);
  if (length <= WITHOUT_LOCK) updateDigest(kind, i32, u8, state, u8, at, length);
  else withoutLock(() => updateDigest(kind, i32, u8, state, u8, at, length));
}

/** Data that the host has digested goes into the state after all. Has the turn. */
function takeWholeIn(hash: Ref): void {
  const w = hash >> 2;
  const whole = i32[w + Hash.WHOLE];
  if (whole === 0) return;
  takeIn(hash, bytesData(whole), bytesLength(whole));
  i32[w + Hash.WHOLE] = 0;
  decref(whole);
  decref(i32[w + Hash.DIGEST]);
  i32[w + Hash.DIGEST] = 0;
}

/** Leave the first data, an exact bytes object, to the host. False: it does not know the algorithm. */
function digestWhole(hash: Ref, data: Ref): boolean {
  const { name } = kindOf(hash);
  const at = bytesData(data);
  const bytes = u8.subarray(at, at + bytesLength(data));
  const digest = withoutLock(() => host.sys.digest(name, bytes));
  if (digest === null) return false;
  const w = hash >> 2;
  i32[w + Hash.WHOLE] = incref(data);
  i32[w + Hash.DIGEST] = incref(newBytes(digest));
  return true;
}

/** `fresh`: nothing was taken in before, nor has the object parameters that the host does not know. */
function update(hash: Ref, data: Ref, fresh: boolean): Ref {
  locate(data);
  if (BUFFER.length === 0) return NONE;
  inTurn(hash, () => {
    if (fresh && BUFFER.length >= FOR_HOST && typeOf(data) === T.BYTES && digestWhole(hash, data)) return;
    takeWholeIn(hash);
    const type = bufferTypeOf(data);
    type?.export(data, 1);
    try {
      // Found again: another thread may have changed the object while this one waited for its turn.
      bufferOf(data);
      takeIn(hash, BUFFER.at, BUFFER.length);
    } finally {
      type?.export(data, -1);
    }
  });
  return NONE;
}

function digest(hash: Ref, length = 0): Uint8Array {
  return inTurn(hash, () => {
    const known = i32[(hash >> 2) + Hash.DIGEST];
    if (known !== 0) return bytesToJs(known) as Uint8Array;
    return finishDigest(kindOf(hash), i32, stateOf(hash), length);
  });
}
const hexText = (bytes: Uint8Array): string => {
  let text = "";
  for (const byte of bytes) text += (byte < 16 ? "0" : "") + byte.toString(16);
  return text;
};

function copy(hash: Ref): Ref {
  const kind = kindOf(hash);
  const other = newHash(typeOf(hash), kind);
  inTurn(hash, () => {
    const from = stateOf(hash);
    i32.copyWithin(stateOf(other), from, from + stateWords(kind));
    for (const word of [Hash.WHOLE, Hash.DIGEST]) {
      const held = i32[(hash >> 2) + word];
      if (held !== 0) i32[(other >> 2) + word] = incref(held);
    }
  });
  return other;
}

// --- types ---

defineType(M.UNSUPPORTED_DIGESTMOD, () => ({
  name: "UnsupportedDigestmodError",
  module: "_hashlib",
  base: E.ValueError,
  flags: TypeFlag.BASETYPE | TypeFlag.GC | TypeFlag.HAS_DICT,
}));

const common: Pick<TypeDef, "methods" | "getset"> = {
  methods: {
    update: [
      "($self, obj, /)",
      (hash: Ref, data: Ref) => update(hash, data, false),
      "Update this hash object's state with the provided string.",
    ],
    digest: ["($self, /)", (hash: Ref) => newBytes(digest(hash)), "Return the digest value as a bytes object."],
    hexdigest: [
      "($self, /)",
      (hash: Ref) => newStr(hexText(digest(hash))),
      "Return the digest value as a string of hexadecimal digits.",
    ],
    copy: ["($self, /)", copy, "Return a copy of the hash object."],
  },
  getset: {
    name: [(hash: Ref) => newStr(kindOf(hash).name), undefined, "algorithm name."],
    block_size: [(hash: Ref) => newInt(kindOf(hash).blockBytes)],
  },
};
const DOC =
  "A hash is an object used to calculate a checksum of a string of information.\n\nMethods:\n\n" +
  "update() -- updates the current digest with an additional string\ndigest() -- return the current digest value\n" +
  "hexdigest() -- return the current digest as a string of hexadecimal digits\ncopy() -- return a copy of the current hash object\n\n" +
  "Attributes:\n\nname -- the hash algorithm being used by this object\ndigest_size -- number of bytes in this hashes output";

defineType(M.HASH, () => ({
  name: "HASH",
  module: "_hashlib",
  flags: TypeFlag.BASETYPE | TypeFlag.GC,
  doc: DOC,
  slots: {
    repr: (hash: Ref) => newStr(`<${kindOf(hash).name} ${fullClassName(classOf(hash))} object @ ${addressText(hash)}>`),
  },
  methods: common.methods,
  getset: { ...common.getset, digest_size: [(hash: Ref) => newInt(kindOf(hash).digestBytes)] },
}));

function* lengthOf(length: Ref): Gen<number> {
  const n = yield* indexNumberGen(length);
  if (n < 0) throw raise(E.SystemError, "Negative size passed to PyBytes_FromStringAndSize");
  return n;
}
defineType(M.HASHXOF, () => ({
  name: "HASHXOF",
  module: "_hashlib",
  base: M.HASH,
  flags: TypeFlag.BASETYPE | TypeFlag.GC,
  doc: DOC,
  methods: {
    digest: [
      "($self, /, length)",
      function* (hash: Ref, length: Ref): Gen {
        return newBytes(digest(hash, yield* lengthOf(length)));
      },
      "Return the digest value as a bytes object.",
    ],
    hexdigest: [
      "($self, /, length)",
      function* (hash: Ref, length: Ref): Gen {
        return newStr(hexText(digest(hash, yield* lengthOf(length))));
      },
      "Return the digest value as a string of hexadecimal digits.",
    ],
  },
}));

// --- BLAKE2 ---

/** A small number among the parameters. Raises ValueError with `message` when it is not in [least, most]. */
function* limited(value: Ref, otherwise: number, least: number, most: number, message: string): Gen<number> {
  if (value === 0) return otherwise;
  const n = yield* indexNumberGen(value);
  if (n < least || n > most) throw raise(E.ValueError, message);
  return n;
}
/** A large number among the parameters. */
function* large(value: Ref, most: bigint, what: string): Gen<bigint> {
  if (value === 0) return 0n;
  const n = intToBigInt(yield* indexGen(value));
  if (n < 0n) throw raise(E.ValueError, "value must be positive");
  if (n >= 1n << 64n) throw raise(E.OverflowError, "int too big to convert");
  if (n > most) throw raise(E.OverflowError, `${what} is too large`);
  return n;
}
function bytesOf(value: Ref, what: string, most: number): Uint8Array {
  if (value === 0) return new Uint8Array(0);
  const bytes = bytesToJs(value);
  if (bytes === null) throw raise(E.TypeError, `a bytes-like object is required, not '${typeName(value)}'`);
  if (bytes.length > most) throw raise(E.ValueError, `maximum ${what} length is ${most} bytes`);
  return bytes;
}

function defineBlake2(type: number, kind: Blake2): void {
  const maker = function* (
    _cls: Ref,
    data: Ref,
    size: Ref,
    keyRef: Ref,
    saltRef: Ref,
    personRef: Ref,
    fanoutRef: Ref,
    depthRef: Ref,
    leafRef: Ref,
    offsetRef: Ref,
    nodeDepthRef: Ref,
    innerRef: Ref,
    lastRef: Ref,
    security: Ref,
  ): Gen {
    const most = kind.maxDigest;
    const digestSize = yield* limited(size, most, 1, most, `digest_size must be between 1 and ${most} bytes`);
    const salt = bytesOf(saltRef, "salt", kind.saltBytes);
    const person = bytesOf(personRef, "person", kind.personBytes);
    const fanout = yield* limited(fanoutRef, 1, 0, 255, "fanout must be between 0 and 255");
    const depth = yield* limited(depthRef, 1, 1, 255, "depth must be between 1 and 255");
    const leafSize = Number(yield* large(leafRef, 0xffffffffn, "leaf_size"));
    const nodeOffset = yield* large(offsetRef, kind.maxNodeOffset, "node_offset");
    const nodeDepth = yield* limited(nodeDepthRef, 0, 0, 255, "node_depth must be between 0 and 255");
    const innerSize = yield* limited(innerRef, 0, 0, most, `inner_size must be between 0 and is ${most}`);
    const key = bytesOf(keyRef, "key", kind.maxKey);
    const lastNode = lastRef !== 0 && (yield* truthGen(lastRef));
    if (security !== 0) yield* truthGen(security);
    const hash = newHash(type, kind);
    const keyBytes = key.length;
    kind.startWith(i32, chainOf(stateOf(hash)), {
      digestSize,
      keyBytes,
      fanout,
      depth,
      leafSize,
      nodeOffset,
      nodeDepth,
      innerSize,
      lastNode,
      salt,
      person,
    });
    if (keyBytes > 0) {
      const block = new Uint8Array(kind.blockBytes);
      block.set(key);
      updateDigest(kind, i32, u8, stateOf(hash), block, 0, block.length);
    }
    // What the host makes is the plain algorithm.
    const isPlain = [size, keyRef, saltRef, personRef, fanoutRef, depthRef, leafRef, offsetRef, nodeDepthRef, innerRef]
      .concat(lastRef)
      .every((given) => given === 0);
    if (data !== 0) update(hash, data, isPlain);
    return hash;
  };
  defineType(type, () => ({
    name: kind.name,
    module: "_blake2",
    flags: TypeFlag.GC,
    doc: "Return a new BLAKE2 hash object.",
    new: [
      "($type, data=b'', /, *, digest_size=64, key=b'', salt=b'', person=b'', fanout=1, depth=1, leaf_size=0, node_offset=0, node_depth=0, inner_size=0, last_node=False, usedforsecurity=True)",
      maker,
    ],
    methods: common.methods,
    getset: {
      ...common.getset,
      digest_size: [
        // The chain ends with the size of the digest, and whether the node is the last.
        (hash: Ref) => newInt(i32[chainOf(stateOf(hash)) + kind.chainWords - 2]),
      ],
    },
    attributes: {
      SALT_SIZE: () => newInt(kind.saltBytes),
      PERSON_SIZE: () => newInt(kind.personBytes),
      MAX_KEY_SIZE: () => newInt(kind.maxKey),
      MAX_DIGEST_SIZE: () => newInt(kind.maxDigest),
    },
  }));
}
defineBlake2(M.BLAKE2B, blake2b);
defineBlake2(M.BLAKE2S, blake2s);

// --- modules ---

const offered = digestKinds.filter((kind) => kind !== blake2b && kind !== blake2s);
const typeFor = (kind: DigestKind): number => (kind.digestBytes === 0 ? M.HASHXOF : M.HASH);

function* make(kind: DigestKind, data: Ref, security: Ref): Gen {
  if (security !== 0) yield* truthGen(security);
  const hash = newHash(typeFor(kind), kind);
  if (data !== 0) update(hash, data, true);
  return hash;
}

/** Other spellings that OpenSSL knows. */
function kindNamed(given: string): DigestKind | undefined {
  const plain = given.includes("_") ? given : given.toLowerCase();
  const lower = plain.replace(/^(sha3|sha512)-/, "$1_").replace(/^shake-?(128|256)$/, "shake_$1");
  return offered.find(
    (kind) => kind.name === lower || kind.name === lower.replace(/^sha-(1|224|256|384|512)$/, "sha$1"),
  );
}
/** The algorithm of an argument. Raises TypeError, ValueError. */
function namedKind(name: Ref): DigestKind {
  if (!isInstanceOfType(name, T.STR)) throw raise(E.TypeError, "name must be a string");
  const kind = kindNamed(strToJs(name));
  if (kind === undefined) throw raise(E.ValueError, `unsupported hash type ${strToJs(name)}`);
  return kind;
}

const functions: NonNullable<ModuleDef["functions"]> = {
  new: [
    "($module, /, name, string=b'', *, usedforsecurity=True)",
    function* (name: Ref, data: Ref, security: Ref): Gen {
      return yield* make(namedKind(name), data, security);
    },
    "Return a new hash object using the named algorithm.",
  ],
  pbkdf2_hmac: [
    "($module, /, hash_name, password, salt, iterations, dklen=None)",
    function* (name: Ref, password: Ref, salt: Ref, iterations: Ref, dklen: Ref): Gen {
      const kind = isInstanceOfType(name, T.STR) ? kindNamed(strToJs(name)) : namedKind(name);
      if (kind === undefined) throw raise(M.UNSUPPORTED_DIGESTMOD, "[digital envelope routines] unsupported");
      const secret = bytesToJs(password);
      const grain = bytesToJs(salt);
      if (secret === null || grain === null)
        throw raise(
          E.TypeError,
          `a bytes-like object is required, not '${typeName(secret === null ? password : salt)}'`,
        );
      const rounds = intToBigInt(yield* indexGen(iterations));
      if (rounds < 1n) throw raise(E.ValueError, "iteration value must be greater than 0.");
      if (rounds >= 1n << 31n) throw raise(E.OverflowError, "iteration value is too great.");
      let length = kind.digestBytes;
      if (dklen !== 0 && dklen !== NONE) {
        length = yield* indexNumberGen(dklen);
        if (length < 1) throw raise(E.ValueError, "key length must be greater than 0.");
      }
      return newBytes(withoutLock(() => pbkdf2(kind, secret, grain, Number(rounds), length)));
    },
    "Password based key derivation function 2 (PKCS #5 v2.0) with HMAC as pseudorandom function.",
  ],
};
for (const kind of offered.filter(({ name }) => !name.startsWith("sha512_"))) {
  functions[`openssl_${kind.name}`] = [
    "($module, /, string=b'', *, usedforsecurity=True)",
    function* (data: Ref, security: Ref): Gen {
      return yield* make(kind, data, security);
    },
    `Returns a ${kind.name.replace("_", "-")}${kind.digestBytes === 0 ? " variable" : ""} hash object; optionally initialized with a string`,
  ];
}
defineModule("_hashlib", () => ({
  doc: "OpenSSL interface for hashlib module",
  functions,
  types: { HASH: M.HASH, HASHXOF: M.HASHXOF, UnsupportedDigestmodError: M.UNSUPPORTED_DIGESTMOD },
}));
defineModule("_blake2", () => ({
  doc: "_blake2b provides BLAKE2b for hashlib\n",
  types: { blake2b: M.BLAKE2B, blake2s: M.BLAKE2S },
}));
