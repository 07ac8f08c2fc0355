/**
 * Private instructions of the interpreter: forms that a worker's stream holds instead of the compiler's opcodes, chosen when code is loaded
 * (interpreter/quicken.ts) or when an instruction has seen its operands. They are numbered from 200 and never leave the worker.
 */
export const enum Q {
  // BINARY_OP by operator (plain and in-place alike; the operand keeps CPython's argument).
  ADD = 200,
  SUB = 201,
  MUL = 202,
  TRUEDIV = 203,
  FLOORDIV = 204,
  MOD = 205,
  AND = 206,
  OR = 207,
  XOR = 208,
  LSHIFT = 209,
  RSHIFT = 210,
  // LOAD_CONST of a small int: nothing to count.
  LOAD_SMALL_INT = 211,
  // COMPARE_OP and the POP_JUMP_IF_FALSE / _TRUE behind it, in one.
  COMPARE_JUMP_FALSE = 212,
  COMPARE_JUMP_TRUE = 213,
  LOAD_GLOBAL_MODULE = 214,
  LOAD_GLOBAL_BUILTIN = 215,
  LOAD_ATTR_INSTANCE = 216,
  LOAD_ATTR_METHOD = 217,
  LOAD_ATTR_MODULE = 218,
  STORE_ATTR_INSTANCE = 219,
  LOAD_ATTR_CLASS = 221,
  LOAD_ATTR_SLOT = 222,
  STORE_ATTR_SLOT = 223,
  // Fused: operands are read where they are, nothing is counted. They stand in the place of the first instruction; the others stay behind it, for those who jump
  // there. On operands that a fused form does not know it becomes the first instruction again.
  // LOAD_FAST, LOAD_SMALL_INT, COMPARE_JUMP
  FAST_SMALL_COMPARE = 225,
  // LOAD_FAST, LOAD_SMALL_INT, ADD or SUB
  FAST_SMALL_ADD = 226,
  FAST_SMALL_SUB = 227,
  // LOAD_FAST_LOAD_FAST, COMPARE_JUMP
  FAST_FAST_COMPARE = 228,
  // LOAD_FAST_LOAD_FAST, ADD, SUB, MUL or BINARY_SUBSCR
  FAST_FAST_ADD = 229,
  FAST_FAST_SUB = 230,
  FAST_FAST_MUL = 231,
  FAST_FAST_SUBSCR = 232,
  // LOAD_FAST, LOAD_ATTR_INSTANCE
  FAST_ATTR_INSTANCE = 233,
  // CALL of a built-in's leaf form with positional arguments. Operands: 2 its index and from bit 20 how it takes them (LeafShape).
  CALL_LEAF = 234,
  // The same for a built-in class whose `__new__` alone makes its instances. Operands: 2 as above, of `__new__`; 3 the class.
  CALL_TYPE = 235,
  // JUMP_BACKWARD to a FOR_ITER, and that one too.
  JUMP_FOR = 237,
  // TO_BOOL and the POP_JUMP_IF_FALSE / _TRUE behind it. Operand 2: the target.
  TO_BOOL_JUMP_FALSE = 238,
  TO_BOOL_JUMP_TRUE = 239,
  // LOAD_FAST, LOAD_SMALL_INT, BINARY_SUBSCR
  FAST_SMALL_SUBSCR = 240,
  // COPY 2, COPY 2, BINARY_SUBSCR and SWAP 3, SWAP 2, STORE_SUBSCR: how `a[i] += x` reads and writes.
  PEEK_SUBSCR = 241,
  STORE_PEEKED = 242,
  // LOAD_FAST, PUSH_NULL
  FAST_NULL = 243,
  // As CALL_LEAF, of `list.append` and `len`.
  CALL_APPEND = 244,
  CALL_LEN = 245,
  // Stands in for the instruction at which a thread goes on after a wait, so that stepping begins there (interpreter/step.ts).
  STEP_HERE = 236,
}

/** How a leaf form takes its arguments: one by one; where they lie and how many; the first, then where the others lie and how many. */
export const enum LeafShape {
  ONE_BY_ONE = 0,
  ALL = 1,
  FIRST = 2,
  SHIFT = 20,
  INDEX = 0xfffff,
}
