/** How addresses are shown: `id(o)`, and the number in `<object at 0x7f0000001240>`: the heap address in the width of CPython's. */

/** The identity of an object as a JavaScript number; a small int has one of its own. */
export const addressOf = (ref: number): number => 0x7f0000000000 + (ref >>> 0);
/** `0x7f…`, as `%p` prints it. */
export const addressText = (ref: number): string => `0x${addressOf(ref).toString(16)}`;
