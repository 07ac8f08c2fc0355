/**
 * Type indices of the types that modules define: THE list, from T.FIRST_MODULE_TYPE (80) to below T.FIRST_EXCEPTION_TYPE (240). A module takes its
 * numbers from its own range; a range that is full goes on at the free end (200).
 */
export const enum M {
  // --- io: 80-95 ---
  IO_BASE = 80,
  RAW_IO_BASE = 81,
  BUFFERED_IO_BASE = 82,
  TEXT_IO_BASE = 83,
  FILE_IO = 84,
  BUFFERED_READER = 85,
  BUFFERED_WRITER = 86,
  BUFFERED_RANDOM = 87,
  BUFFERED_RW_PAIR = 88,
  TEXT_IO_WRAPPER = 89,
  STRING_IO = 90,
  BYTES_IO = 91,
  NEWLINE_DECODER = 92,
  UNSUPPORTED_OPERATION = 93,
  BYTES_IO_BUFFER = 94,
  // --- struct sequences of sys, time, os: 96-109 ---
  SYS_FLAGS = 96,
  SYS_VERSION_INFO = 97,
  SYS_FLOAT_INFO = 98,
  SYS_INT_INFO = 99,
  SYS_HASH_INFO = 100,
  SYS_THREAD_INFO = 101,
  SYS_UNRAISABLE_ARGS = 102,
  STRUCT_TIME = 103,
  STAT_RESULT = 104,
  TERMINAL_SIZE = 105,
  UNAME_RESULT = 106,
  TIMES_RESULT = 107,
  DIR_ENTRY = 108,
  SCANDIR_ITERATOR = 109,
  // --- itertools: 110-139 ---
  COUNT = 110,
  CYCLE = 111,
  REPEAT = 112,
  ACCUMULATE = 113,
  BATCHED = 114,
  CHAIN = 115,
  SELECT_COMPRESS = 116,
  DROPWHILE = 117,
  TAKEWHILE = 118,
  FILTERFALSE = 119,
  GROUPBY = 120,
  GROUPER = 121,
  ISLICE = 122,
  PAIRWISE = 123,
  STARMAP = 124,
  TEE = 125,
  TEE_DATA = 126,
  ZIP_LONGEST = 127,
  PRODUCT = 128,
  PERMUTATIONS = 129,
  COMBINATIONS = 130,
  COMBINATIONS_WITH_REPLACEMENT = 131,
  // --- collections: 140-149 ---
  COLLECTIONS = 140,
  // --- functools: 150-155 ---
  FUNCTOOLS = 150,
  // --- random: 156-157 ---
  RANDOM = 156,
  // --- array: 158-159 ---
  ARRAY = 158,
  // --- struct: 160-161 ---
  STRUCT = 160,
  STRUCT_ERROR = 199,
  // --- _thread, queue, select: 162-168 ---
  LOCK = 162,
  RLOCK = 163,
  THREAD_HANDLE = 164,
  THREAD_LOCAL = 165,
  SIMPLE_QUEUE = 166,
  QUEUE_EMPTY = 167,
  POLL = 168,
  // --- hashlib, zlib: 169-173, 192-195 ---
  HASH = 169,
  HASHXOF = 170,
  BLAKE2B = 171,
  BLAKE2S = 172,
  ZLIB_ERROR = 173,
  COMPRESS = 192,
  DECOMPRESS = 193,
  ZLIB_DECOMPRESSOR = 194,
  UNSUPPORTED_DIGESTMOD = 195,
  // --- operator: 174-177 ---
  OPERATOR = 174,
  // --- weakref: 178-181 ---
  WEAKREF = 178,
  // --- gc, atexit, contextvars, others: 182-191 ---
  MODULE_SPEC = 182,
  QUITTER = 183,
  FREE = 200,
}
