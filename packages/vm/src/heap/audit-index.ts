/**
 * The blocks of the heap, numbered: what the audit counts with. A number ("ordinal") for each block that the page table promises, object or raw, so that
 * a finding about a block is an array element and not a map entry. Trusts nothing: the page table may be damaged.
 */
import { classBytes } from "./alloc.ts";
import { FIRST_PAGE, G, PAGE_BYTES, PAGE_TABLE, Page, PageKind } from "./layout.ts";
import { heapBuffer, i32 } from "./memory.ts";

/** What the audit found out about a block, bits of `BlockIndex.marks`. */
export const enum Mark {
  /** On a free list. */
  FREE = 1,
  /** Never used: behind the carve pointer of its page. */
  UNUSED = 2,
  /** Raw block: an object or a thread owns it. */
  OWNED = 4,
}

export class BlockIndex {
  /** Pages that are looked at: [FIRST_PAGE, end). */
  readonly end: number;
  /** By page: kind (0 where the entry made no sense), bytes of a block, first ordinal. */
  readonly kind: Uint8Array;
  readonly stride: Int32Array;
  readonly first: Int32Array;
  /** Number of ordinals. */
  readonly total: number;
  /** References found, by ordinal. */
  readonly found: Int32Array;
  readonly marks: Uint8Array;

  constructor(report: (what: string) => void) {
    const pages = heapBuffer.byteLength / PAGE_BYTES;
    let end = i32[G.PAGES_USED];
    if (end < FIRST_PAGE || end > pages) {
      report(`the number of pages in use is impossible: ${end} of ${pages}`);
      end = pages;
    }
    this.end = end;
    this.kind = new Uint8Array(pages + 1);
    this.stride = new Int32Array(pages + 1);
    this.first = new Int32Array(pages + 2);
    let total = 0;
    let free = 0;
    for (let p = FIRST_PAGE; p < end; p++) {
      this.first[p] = total;
      const entry = PAGE_TABLE + p * Page.WORDS;
      const kind = i32[entry + Page.KIND];
      const stride = i32[entry + Page.STRIDE];
      if (kind === PageKind.FREE) {
        free++;
        continue;
      }
      if (kind === PageKind.OBJECTS || kind === PageKind.RAW) {
        if (stride < 8 || classBytes[i32[entry + Page.CLASS] & 63] !== stride) {
          report(`page ${p} has blocks of ${stride} bytes, which its size class does not have`);
          continue;
        }
        this.kind[p] = kind;
        this.stride[p] = stride;
        total += Math.floor(PAGE_BYTES / stride);
      } else if (kind === PageKind.LARGE_OBJECT || kind === PageKind.LARGE_RAW) {
        if (stride < 1 || p + stride > end) {
          report(`page ${p} begins a run of ${stride} pages`);
          continue;
        }
        this.kind[p] = kind;
        this.stride[p] = stride * PAGE_BYTES;
        total++;
        for (let k = 1; k < stride; k++) {
          this.first[p + k] = total;
          if (i32[PAGE_TABLE + (p + k) * Page.WORDS] !== PageKind.CONTINUED)
            report(`page ${p + k} is inside a run of pages and says otherwise`);
        }
        p += stride - 1;
      } else
        report(
          kind === PageKind.CONTINUED
            ? `page ${p} continues a run that does not begin`
            : `page ${p} is of no kind (${kind})`,
        );
    }
    this.first[end] = total;
    if (free !== i32[G.FREE_PAGES]) report(`${i32[G.FREE_PAGES]} pages are said to be free, ${free} are`);
    this.total = total;
    this.found = new Int32Array(total);
    this.marks = new Uint8Array(total);
  }

  /** Ordinal of the object at a byte address, -1 if none can be there. */
  object(addr: number): number {
    return this.ordinal(addr, PageKind.OBJECTS, PageKind.LARGE_OBJECT);
  }

  /** Ordinal of the raw block at a word index, -1 if none can be there. */
  raw(word: number): number {
    return word <= 0 || word >= i32.length ? -1 : this.ordinal(word * 4, PageKind.RAW, PageKind.LARGE_RAW);
  }

  private ordinal(addr: number, small: PageKind, large: PageKind): number {
    const page = addr >>> 16;
    if (page < FIRST_PAGE || page >= this.end || (addr & 7) !== 0) return -1;
    const kind = this.kind[page];
    if (kind === large) return (addr & (PAGE_BYTES - 1)) === 0 ? this.first[page] : -1;
    if (kind !== small) return -1;
    const k = (addr & (PAGE_BYTES - 1)) / this.stride[page];
    return Number.isInteger(k) && k < Math.floor(PAGE_BYTES / this.stride[page]) ? this.first[page] + k : -1;
  }

  /** Bytes of the block at an address that has an ordinal. */
  bytes(addr: number): number {
    return this.stride[addr >>> 16];
  }

  /** Call `visit` with the byte address and the ordinal of every block of objects (`raw` false) or of every raw block, used or not. */
  forEach(raw: boolean, visit: (addr: number, ordinal: number) => void): void {
    const small = raw ? PageKind.RAW : PageKind.OBJECTS;
    const large = raw ? PageKind.LARGE_RAW : PageKind.LARGE_OBJECT;
    for (let p = FIRST_PAGE; p < this.end; p++) {
      if (this.kind[p] === large) visit(p * PAGE_BYTES, this.first[p]);
      if (this.kind[p] !== small) continue;
      const stride = this.stride[p];
      const n = Math.floor(PAGE_BYTES / stride);
      for (let k = 0; k < n; k++) visit(p * PAGE_BYTES + k * stride, this.first[p] + k);
    }
  }
}
