/** Addresses as programs see them: `id(o)` and the hexadecimal number in default reprs. */

/** Distance from a ref to the number shown: addresses look like a 64-bit process's. */
const SHOWN_AT = 0x7f0000000000;

/** The identity of an object as a JavaScript number: for a small int a number of its own. */
export const addressOf = (ref: number): number => SHOWN_AT + (ref >>> 0);
/** `0x7f…`, as `%p` prints it. */
export const hexAddress = (ref: number): string => `0x${addressOf(ref).toString(16)}`;
