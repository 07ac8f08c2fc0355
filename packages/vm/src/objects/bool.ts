/** The type `bool`: an int with two instances, TRUE and FALSE (heap/layout.ts). See CPython Objects/boolobject.c. */
import { DEFER, FALSE, T, TRUE } from "../heap/layout.ts";
import { truthGen, truthLeaf } from "./abstract.ts";
import { intAnd, intOr, intReflected, intSlot, intXor } from "./int-arith.ts";
import type { Gen } from "./native.ts";
import { bool } from "./number-core.ts";
import { newStr } from "./str-core.ts";
import { defineType } from "./type-def.ts";
import { warnDeprecated } from "./warn-hook.ts";

const isBool = (ref: number): boolean => ref === TRUE || ref === FALSE;

/** A bit operation: of two bools a bool, else that of int. */
function bits(op: (a: number, b: number) => number): (self: number, other: number) => number {
  const ints = intSlot(op);
  return (self, other) => {
    if (!isBool(self) || !isBool(other)) return ints(self, other);
    return bool(op(self === TRUE ? 3 : 1, other === TRUE ? 3 : 1) === 3);
  };
}
/** Reflected, which for these operators is the same. */
function reflectedBits(op: (a: number, b: number) => number): (self: number, other: number) => number {
  const both = bits(op);
  const ints = intReflected(op);
  return (self, other) => (isBool(other) ? both(self, other) : ints(self, other));
}

const INVERTED =
  "Bitwise inversion '~' on bool is deprecated and will be removed in Python 3.16. This returns the bitwise inversion of the underlying int object and is " +
  "usually not what you expect from negating a bool. Use the 'not' operator for boolean negation or ~int(x) if you really want the bitwise inversion of " +
  "the underlying int.";

defineType(T.BOOL, () => ({
  name: "bool",
  base: T.INT,
  doc: `Returns True when the argument is true, False otherwise.
The builtins True and False are the only two instances of the class bool.
The class bool is a subclass of the class int, and cannot be subclassed.`,
  new: [
    "($type, object=False, /)",
    {
      leaf(_cls: number, o: number): number {
        if (o === 0) return FALSE;
        const t = truthLeaf(o);
        return t === DEFER ? DEFER : bool(t === 1);
      },
      *gen(_cls: number, o: number): Gen {
        return bool(yield* truthGen(o));
      },
    },
  ],
  slots: {
    repr: (self: number) => newStr(self === TRUE ? "True" : "False"),
    invert: {
      leaf: () => DEFER,
      *gen(self: number): Gen {
        yield* warnDeprecated(INVERTED);
        return self === TRUE ? -3 : -1;
      },
    },
    and: bits(intAnd),
    rand: reflectedBits(intAnd),
    or: bits(intOr),
    ror: reflectedBits(intOr),
    xor: bits(intXor),
    rxor: reflectedBits(intXor),
  },
}));
