/**
 * The heap as the boot leaves it, as bytes: taken once by the build and put back at every start, which is ten times faster than making the types, names
 * and modules again. Valid only for the very build that took it: built-in functions are numbers in the heap.
 *
 * What lives here: taking and putting back. What does not: when that is done (boot.ts), where the bytes are kept (the runtime's loader). Nothing that
 * depends on the process may be in an image: streams, environment, size of the heap.
 *
 * Format, 32-bit words: number of blocks, number of each block of 4 KiB, blocks. Blocks of zeros are left out.
 */
import { FIRST_PAGE, G, PAGE_BYTES } from "./layout.ts";
import { heapBuffer, i32 } from "./memory.ts";

const BLOCK_WORDS = 1024;

/** The bytes of all pages in use and of the tables before them. */
export function takeImage(): Uint8Array<ArrayBuffer> {
  const blocks: number[] = [];
  const end = (Math.max(i32[G.PAGES_USED], FIRST_PAGE) * PAGE_BYTES) >> 2;
  for (let at = 0; at < end; at += BLOCK_WORDS) {
    for (let k = at; k < at + BLOCK_WORDS; k++) {
      if (i32[k] === 0) continue;
      blocks.push(at / BLOCK_WORDS);
      break;
    }
  }
  const words = new Int32Array(1 + blocks.length * (1 + BLOCK_WORDS));
  words[0] = blocks.length;
  words.set(blocks, 1);
  blocks.forEach((block, n) => {
    const from = block * BLOCK_WORDS;
    words.set(i32.subarray(from, from + BLOCK_WORDS), 1 + blocks.length + n * BLOCK_WORDS);
  });
  return new Uint8Array(words.buffer);
}

/** Fills an empty heap. @param image what `takeImage` gave, at an offset of its buffer that is a multiple of 4. False: it does not fit, and nothing was done. */
export function putImage(image: Uint8Array): boolean {
  if ((image.byteOffset & 3) !== 0) return false;
  const words = new Int32Array(image.buffer, image.byteOffset, image.byteLength >> 2);
  const count = words[0];
  if (words.length !== 1 + count * (1 + BLOCK_WORDS)) return false;
  if ((words[count] + 1) * BLOCK_WORDS > i32.length) return false;
  // Neighbours at once.
  for (let n = 0, end = 1; n < count; n = end++) {
    while (end < count && words[1 + end] === words[end] + 1) end++;
    const from = 1 + count + n * BLOCK_WORDS;
    i32.set(words.subarray(from, from + (end - n) * BLOCK_WORDS), words[1 + n] * BLOCK_WORDS);
  }
  i32[G.PAGES_TOTAL] = heapBuffer.byteLength / PAGE_BYTES;
  return true;
}
