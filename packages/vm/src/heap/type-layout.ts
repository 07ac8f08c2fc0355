/** Words of a type object (`T.TYPE`) and of an instance's attribute area. Behaviour is in objects/type.ts. */

/**
 * A type object, words from its header:
 *
 *     4 name  5 qualname  6 bases  7 mro  8 dict  9 base        refs
 *     10 index  11 layout  12 words  13 dict offset  …          plain words
 *     32 …  SLOT_COUNT slots: 0 absent; odd: built-in behaviour `n << 1 | 1` (index into the table of built-in slots);
 *           even: what the method resolution order gives for the slot's special method (borrowed: the class's dict holds it)
 */
export const enum TypeWord {
  NAME = 4,
  QUALNAME = 5,
  BASES = 6,
  MRO = 7,
  DICT = 8,
  BASE = 9,
  /** List of weak (uncounted) refs of subclasses, raw block: count, refs. 0 none. */
  SUBCLASSES = 10,
  INDEX = 11,
  /** Index of the built-in type whose layout the instances have. */
  LAYOUT = 12,
  /** Words of an instance before inline values. */
  WORDS = 13,
  /** Word offset of the `__dict__` word in instances; 0: no `__dict__`. The next word is count | capacity << 8 of the inline values. */
  DICT_OFFSET = 14,
  /** Members of `__slots__`: how many (with inherited ones) and where they start. */
  MEMBER_COUNT = 15,
  MEMBERS_AT = 16,
  /** Word offset of the inline values. */
  VALUES_AT = 17,
  /** Key table shared by the instances: raw block: count, interned names. Append-only. 0 none yet. */
  KEYS = 18,
  /** Inline values that a new instance gets room for. */
  CAPACITY = 19,
  /** Ref of the metaclass when it is not `type` is in the header (type index). Ref: the module's name. */
  DOC = 20,
  MODULE = 21,
  /** 1: instances can be weakly referenced (classes made by programs). */
  WEAKREFS = 22,
  /** The type's own attribute area (for metaclass instances) is not supported inline: attributes of a class live in DICT. */
  SLOTS = 24,
}

/** Inline values at most, as CPython's SHARED_KEYS_MAX_SIZE. */
export const MAX_INLINE_VALUES = 30;
