/** os.fspath: paths as str or bytes, through `__fspath__` (PEP 519). */
import { borrow } from "../heap/handles.ts";
import { T } from "../heap/layout.ts";
import { callMethodRef, isInstanceOfType, typeLookup, typeName, typeOf } from "../objects/abstract.ts";
import { bytesToJs } from "../objects/bytes-core.ts";
import { E, raise } from "../objects/errors.ts";
import { internJs } from "../objects/intern.ts";
import type { Gen, Ref } from "../objects/native.ts";
import { plainValue } from "../objects/number-core.ts";
import { strToJs } from "../objects/str-core.ts";

/** The str or bytes of a path-like object. Raises TypeError. The result is on the handle stack or the argument. */
export function* fsPathGen(path: Ref): Gen {
  if (isInstanceOfType(path, T.STR) || isInstanceOfType(path, T.BYTES)) return path;
  const found = typeLookup(typeOf(path), internJs("__fspath__"));
  if (found === 0) throw raise(E.TypeError, `expected str, bytes or os.PathLike object, not ${typeName(path)}`);
  const result = borrow(yield* callMethodRef(borrow(found), path, []));
  if (isInstanceOfType(result, T.STR) || isInstanceOfType(result, T.BYTES)) return result;
  throw raise(E.TypeError, `expected ${typeName(path)}.__fspath__() to return str or bytes, not ${typeName(result)}`);
}

/** The path as JavaScript text (bytes are decoded as UTF-8). Raises TypeError, and ValueError for an embedded null character. */
export function* pathText(path: Ref): Gen<string> {
  const plain = plainValue(yield* fsPathGen(path));
  const text = typeOf(plain) === T.STR ? strToJs(plain) : new TextDecoder().decode(bytesToJs(plain) as Uint8Array);
  if (text.includes("\0")) throw raise(E.ValueError, "embedded null byte");
  return text;
}
