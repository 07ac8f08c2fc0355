/**
 * THE map of the heap: where everything lies, and what each word means. No code lives here but the arithmetic of the map.
 *
 * A **ref** is one int32 word. Odd: a small int (31 bits, `n << 1 | 1`). Even: the byte address of an object, 8-byte aligned; the
 * word index of its header is `ref >> 2`. 0 is never a value (absent, unbound, error). -2 (`DEFER`) is never a value either.
 *
 *     byte 0        the null object: header with an immortal count, so that counting an unbound slot is harmless
 *     byte 64       singletons, 32 bytes each: None, True, False, Ellipsis, NotImplemented, (), "", b""
 *     byte 512      the 256 one-character strings of Latin-1, 32 bytes each
 *     byte 8704     globals: words named by `G`
 *     byte 16384    slots: 2 KiB for each worker slot, words named by `Slot`
 *     byte 540672   type table, type versions, type flags: 65,536 words each, by type index
 *     byte 1327104  page table: 4 words a page of 64 KiB
 *     byte 1900544  pages
 *
 * Object header, four words (one layout for all lock modes; see docs/heap.md):
 *
 *     0  count     references; negative: immortal (PEP 683)
 *     1  kind      type index (bits 0-15) | slot of the maker (16-27) | shared (28): several threads can reach it (lock-free mode). A free block has type index 0.
 *     2  birth     of an instance whose class has `__del__`, its number in the order of making (the collector calls finalizers in that order, as CPython does)
 *     3  state     collector and state bits (`State`), or the link of the free list
 */

/** Bytes of a page. */
export const PAGE_BYTES = 65536;
export const MAX_SLOTS = 256;
export const SLOTS_AT = 16384;
export const SLOT_BYTES = 2048;
export const TYPE_TABLE_AT = 540672;
export const PAGE_TABLE_AT = 1327104;
export const FIRST_PAGE = 29;

/** Word index of the type table (type index -> ref of the type object), of the versions and of the flags. */
export const TYPE_TABLE = TYPE_TABLE_AT >> 2;
export const TYPE_VERSION = TYPE_TABLE + 65536;
export const TYPE_FLAGS = TYPE_VERSION + 65536;
export const MAX_TYPES = 65536;
/** Word index of the page table; 4 words a page, see `Page`. */
export const PAGE_TABLE = PAGE_TABLE_AT >> 2;

/** Count of an immortal object: far from both ends, so that unguarded counting never reaches 0. */
export const IMMORTAL = -0x40000000;
/** What a leaf operation returns when it cannot finish without calling Python: nothing was changed, use the resumable form. */
export const DEFER = -2;

export const NONE = 64;
export const TRUE = 96;
export const FALSE = 128;
export const ELLIPSIS = 160;
export const NOT_IMPLEMENTED = 192;
export const EMPTY_TUPLE = 224;
export const EMPTY_STR = 256;
export const EMPTY_BYTES = 288;
const LATIN1_AT = 512;
/** The one-character string of a code point below 256. */
export const latin1Char = (codePoint: number): number => LATIN1_AT + (codePoint << 5);

/** Words of the header. */
export const enum H {
  COUNT = 0,
  KIND = 1,
  BIRTH = 2,
  STATE = 3,
  WORDS = 4,
}

/** Bits of the kind word (header word 1). */
export const enum Kind {
  TYPE = 0xffff,
  /** Lock-free mode: more than one thread can reach the object (heap/share.ts). */
  SHARED = 0x10000000,
}

/** Bits of header word 3 of a live object. */
export const enum State {
  /** `__del__` (or a generator's close) has run; it is not run again. */
  FINALIZED = 1,
  /** In the list of objects being freed, or waiting in the finalizer queue. */
  DYING = 2,
  /** There are weak references to it. */
  WEAKREFS = 4,
  /** Collector: found reachable in this collection. */
  REACHABLE = 8,
  /** Collector: in the unreachable set. */
  UNREACHABLE = 16,
  /** Collector: set aside by `gc.freeze`, never a candidate. */
  FROZEN = 32,
  /** Collector: a tuple that has survived a collection and holds nothing that could be part of a cycle (`gc.is_tracked`). */
  UNTRACKED = 64,
  /** The rest of the word: the collector's copy of the count while a collection runs. */
  GC_SHIFT = 8,
}

/** Heap-wide words, at byte 8704. Refs among them are roots. */
export const enum G {
  BASE = 2176,
  // --- refs, roots of the audit: from FIRST_REF up to END_REF ---
  FIRST_REF = 2176,
  SPARE0 = 2176,
  MODULES = 2177, // sys.modules
  BUILTINS = 2178, // dict of module builtins
  SYS_DICT = 2179, // dict of module sys
  MAIN_THREAD = 2180, // thread state of the main thread
  THREADS = 2181, // list of thread states alive
  JOINABLE = 2182, // list of the handles of threads that the program waits for at its end
  MAIN_CODE = 2183, // code object of __main__, 0 before it runs
  GC_GARBAGE = 2184, // gc.garbage
  GC_CALLBACKS = 2185,
  ATEXIT = 2186,
  MEMORY_ERROR = 2187, // the MemoryError that is raised when there is no room for another
  LIBRARY = 2188, // code objects of the library's modules by name (builtins/library.ts)
  END_REF = 2200,
  // --- plain words ---
  TYPE_COUNT = 2200, // type indices given out
  NEXT_VERSION = 2201, // versions of types, dict keys and functions
  NEXT_CODE_ID = 2202,
  PAGES_USED = 2203, // pages given out at some time (high-water mark)
  PAGE_LOCK = 2204,
  FREE_PAGES = 2205, // pages below the mark that are free
  PAGES_TOTAL = 2206,
  GC_ENABLED = 2207,
  GC_LAST_PAGES = 2208, // pages in use after the last collection
  GC_RUNNING = 2209,
  RECURSION_LIMIT = 2210,
  BOOTED = 2211,
  NEXT_THREAD_ID = 2212,
  GC_THRESHOLD0 = 2213,
  GC_THRESHOLD1 = 2214,
  GC_THRESHOLD2 = 2215,
  GC_STRESS = 2216, // collect at every so many page-free allocations (tests); 0 off
  GC_COLLECTIONS = 2217, // 3 words
  GC_COLLECTED = 2220, // 3 words
  ADOPTED_PAGES = 2223,
  GC_DEBUG = 2224,
  DONT_WRITE = 2225,
  INT_MAX_STR_DIGITS = 2226,
  INTERNED_TABLE = 2227, // word index of the intern table, a raw block: mask, count, refs (objects/intern.ts)
  INTERN_LOCK = 2228,
  THREADS_LOCK = 2229, // held while THREADS, JOINABLE or LOCALS changes
  LOCALS = 2230, // first of the chain of thread-local objects (builtins/_thread-local.ts), 0 none
  THREAD_NAMES = 2231, // number of the last thread that threading named
  THREAD_STACK = 2232, // what _thread.stack_size was set to
  DAMAGE_REPORTS = 2233, // threads that found the heap damaged: the first one reports
  AUDIT = 2236, // 1: the program runs with --audit
  BOOT_PAGES = 2237, // pages that the boot and the stacks of threads fill: the collector counts the others
  BIRTHS = 2238, // instances with `__del__` made so far
  GC_BUSY = 2239, // a collection with callbacks is under way: no other one begins
  THREADED = 2240, // lock-free mode: 1 once a second thread has been started
  MACHINE_LOCK = 2241, // lock-free mode: the lock of heap/machine-lock.ts
}

/** Heap-wide words as well: how many units of built-in functions there are, then the number of each one's first function (objects/native-table.ts). */
export const UNITS_TABLE = 2304;
/** Units at most; the slots begin behind. */
export const MAX_UNITS = 1024;

/** Number of size classes of objects and of raw blocks; see heap/alloc.ts. */
export const SIZE_CLASSES = 64;

/** Words of a slot's area, from `slotBase(slot)`. Written only by the slot's own worker, but for what others give back. */
export const enum Slot {
  /** Heads of the free lists of objects, by size class: byte addresses linked by header word 3; 0 empty. */
  OBJECT_FREE = 0,
  /** Heads of the free lists of raw blocks, by size class: word indices linked by word 0; 0 empty. */
  RAW_FREE = 64,
  /** Byte address of the next block never used yet in the slot's newest page of the class; 0 none. */
  OBJECT_CARVE = 128,
  RAW_CARVE = 192,
  /** The exception being raised (owned), 0 none. */
  EXCEPTION = 256,
  /** The Python thread state that runs in this slot (borrowed). */
  THREAD = 257,
  /** Objects allocated since the last collection asked for by GC stress. */
  STRESS_COUNT = 258,
  /** Word index of the frame stack (a raw block) that the slot's threads use one after the other, 0 none yet. */
  STACK = 259,
  /** Word index of the first chunk of its handle stack, 0 none yet. */
  HANDLES = 260,
  /** Globals of the training program (a dict, owned), 0 before it ran. */
  TRAINING = 261,
  /**
   * Heads of the lists of blocks from pages of this slot that other workers have freed, by size class, linked as the free lists: pushed to by compare-and-swap, and taken
   * as a whole by the slot's worker when a free list of its own is empty. In cache lines of their own.
   */
  OBJECT_RETURNED = 272,
  RAW_RETURNED = 336,
  /** 8 words: limbs of operands that are small ints or floats (objects/int-limbs.ts). */
  INT_SCRATCH = 496,
}
export const slotBase = (slot: number): number => (SLOTS_AT + slot * SLOT_BYTES) >> 2;

/** Words of a page table entry. */
export const enum Page {
  KIND = 0, // PageKind
  STRIDE = 1, // object and raw pages: bytes of a block; LARGE: number of pages of the run
  OWNER = 2, // slot, and SETTLED
  CLASS = 3, // object and raw pages: size class (1-63); LARGE: 0
  WORDS = 4,
}
/** Bit of a page's owner word: the page is full of immortal objects, so nothing in it changes any more (heap/alloc.ts). */
export const SETTLED = 0x100;
export const enum PageKind {
  FREE = 0,
  OBJECTS = 1,
  RAW = 2,
  LARGE_OBJECT = 3,
  LARGE_RAW = 4,
  CONTINUED = 5,
}

/** Indices of the built-in types. A class made by a program gets an index from `FIRST_HEAP_TYPE` on. */
export const enum T {
  FREE = 0,
  OBJECT = 1,
  TYPE = 2,
  NONE = 3,
  BOOL = 4,
  INT = 5, // an int of up to 53 bits that is no small int, exactly in a float64
  LONG = 6, // an int of more than 53 bits, in limbs; the same class `int`
  FLOAT = 7,
  STR = 8,
  BYTES = 9,
  BYTEARRAY = 10,
  TUPLE = 11,
  LIST = 12,
  DICT = 13,
  SET = 14,
  FROZENSET = 15,
  RANGE = 16,
  SLICE = 17,
  ELLIPSIS = 18,
  NOT_IMPLEMENTED = 19,
  CODE = 20,
  FUNCTION = 21,
  BUILTIN = 22, // builtin_function_or_method
  METHOD = 23,
  METHOD_DESCRIPTOR = 24,
  WRAPPER_DESCRIPTOR = 25,
  METHOD_WRAPPER = 26,
  GETSET_DESCRIPTOR = 27,
  MEMBER_DESCRIPTOR = 28,
  CLASSMETHOD_DESCRIPTOR = 29,
  CELL = 30,
  MODULE = 31,
  GENERATOR = 32,
  FRAME = 33,
  TRACEBACK = 34,
  EXCEPTION = 35, // layout of BaseException; the exception classes have indices of their own
  PROPERTY = 36,
  CLASSMETHOD = 37,
  STATICMETHOD = 38,
  SUPER = 39,
  MAPPING_PROXY = 40,
  DICT_KEYS = 41,
  DICT_VALUES = 42,
  DICT_ITEMS = 43,
  LIST_ITERATOR = 44,
  TUPLE_ITERATOR = 45,
  STR_ITERATOR = 46,
  RANGE_ITERATOR = 47,
  DICT_KEY_ITERATOR = 48,
  DICT_VALUE_ITERATOR = 49,
  DICT_ITEM_ITERATOR = 50,
  SET_ITERATOR = 51,
  BYTES_ITERATOR = 52,
  BYTEARRAY_ITERATOR = 53,
  LONG_RANGE_ITERATOR = 54,
  LIST_REVERSE_ITERATOR = 55,
  DICT_REVERSE_KEY_ITERATOR = 56,
  DICT_REVERSE_VALUE_ITERATOR = 57,
  DICT_REVERSE_ITEM_ITERATOR = 58,
  SEQUENCE_ITERATOR = 59, // iter() of an object with __getitem__
  CALL_ITERATOR = 60, // iter(callable, sentinel)
  ENUMERATE = 61,
  ZIP = 62,
  MAP = 63,
  FILTER = 64,
  REVERSED = 65,
  MEMORYVIEW = 66,
  COMPLEX = 67,
  THREAD_STATE = 68,
  WEAKREF = 69,
  GENERIC_ALIAS = 70,
  UNION = 71,
  SIMPLE_NAMESPACE = 72,
  INT_SUBCLASS_VALUE = 73,
  /** Iterator over an ASCII str; `STR_ITERATOR` is over any other. */
  STR_ASCII_ITERATOR = 74,
  MEMORY_ITERATOR = 75,
  FRAME_LOCALS_PROXY = 76,
  /** Types of modules (itertools, collections, io …) take indices from here, in builtins/indices of their own. */
  FIRST_MODULE_TYPE = 80,
  /** The built-in exception classes, in the order of objects/exceptions.ts. */
  FIRST_EXCEPTION_TYPE = 240,
  FIRST_HEAP_TYPE = 320,
}

/** Flags of a type, in the table at `TYPE_FLAGS` by type index. */
export const enum TypeFlag {
  /** Can be a base class. */
  BASETYPE = 1,
  /** Made by a program. */
  HEAP = 2,
  /** Instances can hold refs: the collector looks at them. */
  GC = 4,
  /** Defines `__del__`. */
  DEL = 8,
  /** Instances have a `__dict__` (inline values and, when asked for, a real dict). */
  HAS_DICT = 16,
  /** Attributes of the class cannot be set. */
  IMMUTABLE = 32,
  INT_SUBCLASS = 64,
  LIST_SUBCLASS = 128,
  TUPLE_SUBCLASS = 256,
  BYTES_SUBCLASS = 512,
  STR_SUBCLASS = 1024,
  DICT_SUBCLASS = 2048,
  EXC_SUBCLASS = 4096,
  TYPE_SUBCLASS = 8192,
  FLOAT_SUBCLASS = 16384,
  SET_SUBCLASS = 32768,
  ABSTRACT = 65536,
  /** `type.__call__` may not create instances of it (no `__new__`). */
  NO_NEW = 131072,
  /** Pattern matching: Py_TPFLAGS_SEQUENCE, Py_TPFLAGS_MAPPING. */
  SEQUENCE = 262144,
  MAPPING = 524288,
  /** Attribute access is object.__getattribute__ (no override, no __getattr__). */
  GENERIC_GETATTR = 1048576,
  /** Attribute stores are object.__setattr__. */
  GENERIC_SETATTR = 2097152,
  /** Instances of a subclass of int, float, str, bytes or tuple: word 4 is the plain value. */
  WRAPS_VALUE = 4194304,
  METHOD_DESCRIPTOR = 8388608,
}

/** Well-known interned names: refs of strings, by the number that `defineName` gave (objects/names.ts). 8,192 words. */
export const NAMES_TABLE = (PAGE_TABLE_AT + 32768 * 16) >> 2;
export const MAX_NAMES = 8192;
