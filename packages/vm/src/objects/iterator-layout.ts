/**
 * Words of the built-in iterators and dict views, for their own modules and for the interpreter's fast paths (FOR_ITER and its specialised forms).
 * Behaviour is in objects/{iterators,range,dict-views,set,enumerate,reversed,zip-map-filter}.ts.
 *
 * invariant: an iterator that is exhausted has 0 in its word 4 (it lets go of what it walked) where the comment says so.
 */

/** T.LIST_ITERATOR and T.LIST_REVERSE_ITERATOR: 4 list (0: exhausted), 5 index of the next item (raw). */
export const enum ListIterator {
  LIST = 4,
  INDEX = 5,
  WORDS = 6,
}

/** T.TUPLE_ITERATOR: 4 exact tuple (0: exhausted), 5 index of the next item (raw). */
export const enum TupleIterator {
  TUPLE = 4,
  INDEX = 5,
  WORDS = 6,
}

/**
 * T.RANGE_ITERATOR: three raw int32 words. All values that are still to come are small ints (31 bits), so an item is `next << 1 | 1`. With at most one item
 * left, the step may be any number (it is not used again).
 */
export const enum RangeIterator {
  NEXT = 4,
  STEP = 5,
  REMAINING = 6,
  WORDS = 8,
}

/** T.LONG_RANGE_ITERATOR: 4 next value, 5 step, 6 items left: refs of ints of any size. */
export const enum LongRangeIterator {
  NEXT = 4,
  STEP = 5,
  REMAINING = 6,
  WORDS = 8,
}

/**
 * The six dict iterators (T.DICT_KEY_ITERATOR … T.DICT_REVERSE_ITEM_ITERATOR): 4 dict (0: exhausted), 5 position of the next entry to look at (see
 * `dictNext`, `dictPrevious`), 6 length of the dict when the iterator was made (-1: it has changed, every later `next` raises), 7 items left to give.
 */
export const enum DictIterator {
  DICT = 4,
  POSITION = 5,
  EXPECTED = 6,
  REMAINING = 7,
  WORDS = 8,
}

/** T.SET_ITERATOR: 4 set (0: exhausted), 5 index of the next table entry to look at, 6 length of the set when it was made (-1: changed), 7 items left. */
export const enum SetIterator {
  SET = 4,
  POSITION = 5,
  EXPECTED = 6,
  REMAINING = 7,
  WORDS = 8,
}

/** T.ENUMERATE: 4 iterator, 5 next number (raw; used while word 6 is 0), 6 next number as an int ref once it is no small int. */
export const enum Enumerate {
  ITERATOR = 4,
  INDEX = 5,
  LONG_INDEX = 6,
  WORDS = 8,
}

/** T.ZIP: 4 tuple of iterators, 5 raw bits: STRICT, LEAF when no step of the iterators calls Python. */
export const enum Zip {
  ITERATORS = 4,
  BITS = 5,
  WORDS = 6,
  STRICT = 1,
  LEAF = 2,
}

/** T.MAP: 4 function, 5 tuple of iterators. */
export const enum MapObject {
  FUNCTION = 4,
  ITERATORS = 5,
  WORDS = 6,
}

/** T.FILTER: 4 function (None or bool: truth itself), 5 iterator. */
export const enum Filter {
  FUNCTION = 4,
  ITERATOR = 5,
  /** An item that the leaf form has taken and cannot judge: the resumable form goes on with it at once. */
  STASH = 6,
  WORDS = 8,
}

/** T.REVERSED: 4 sequence (0: exhausted), 5 index of the next item (raw, -1: exhausted). */
export const enum Reversed {
  SEQUENCE = 4,
  INDEX = 5,
  WORDS = 6,
}

/** T.SEQUENCE_ITERATOR: 4 object with `__getitem__` (0: exhausted), 5 next index (raw). */
export const enum SequenceIterator {
  SEQUENCE = 4,
  INDEX = 5,
  WORDS = 6,
}

/** T.CALL_ITERATOR: 4 callable (0: exhausted), 5 sentinel. */
export const enum CallIterator {
  CALLABLE = 4,
  SENTINEL = 5,
  WORDS = 6,
}

/** T.DICT_KEYS, T.DICT_VALUES, T.DICT_ITEMS: 4 dict. */
export const enum DictView {
  DICT = 4,
  WORDS = 6,
}

/** T.RANGE: refs of ints of any size: 4 start, 5 stop, 6 step, 7 length. */
export const enum Range {
  START = 4,
  STOP = 5,
  STEP = 6,
  LENGTH = 7,
  WORDS = 8,
}

/** T.SLICE: refs: 4 start, 5 stop, 6 step (None where absent). */
export const enum Slice {
  START = 4,
  STOP = 5,
  STEP = 6,
  WORDS = 8,
}
