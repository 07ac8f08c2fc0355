/**
 * What the machine tells the trace about locks of the program: when they are made, waited for, taken and let go of, and which code objects its
 * events speak of. Without a trace each function costs its caller one look at `host.tracing`; callers look before they call.
 *
 * A lock is known by its address. Addresses are used again, so LOCK_NEW begins a new lock. Lines are the program's: inside our library, the line
 * that called it; LOCK_NEW also says which function of the library that was, so that a reader can tell a Condition from a Lock.
 */
import { i32, u8 } from "../heap/memory.ts";
import { host, MachineEvent } from "../host.ts";
import { F, R } from "../interpreter/frame.ts";
import { Code } from "../objects/code-layout.ts";
import type { Ref } from "../objects/native.ts";
import { strData, strToJs } from "../objects/str-core.ts";

/** Is this code object part of the library? Its file is `<frozen …>`. */
export function isLibraryCode(code: Ref): boolean {
  const name = strData(i32[(code >> 2) + Code.FILENAME]);
  return u8[name] === 0x3c && u8[name + 1] === 0x66;
}

/** By code id: 1 once this worker has told the trace what it means. */
let announced = new Uint8Array(256);

/** Id of a code object for the trace, which is told its name before the first use. */
export function traceCodeOf(code: Ref): number {
  const w = code >> 2;
  const id = i32[w + Code.ID];
  if (announced[id] === 1 || !host.tracing || id < 0) return id;
  if (id >= announced.length) {
    // A damaged heap may say anything.
    if (id >= 1 << 24) return 0;
    const grown = new Uint8Array(Math.max(id + 1, announced.length * 2));
    grown.set(announced);
    announced = grown;
  }
  announced[id] = 1;
  const name = strToJs(i32[w + Code.QUALNAME]);
  host.traceCode({ id, name, file: strToJs(i32[w + Code.FILENAME]), line: i32[w + Code.FIRSTLINENO] });
  return id;
}

/** The library function that the program called and that is still running, 0 if the program's own code runs. */
function libraryEntry(): number {
  let outermost = 0;
  for (let fp = R.fp, steps = 0; fp !== 0 && steps < 64; fp = i32[fp + F.PREV], steps++) {
    const code = i32[fp + F.CODE];
    if (code === 0) continue;
    if (!isLibraryCode(code)) break;
    outermost = code;
  }
  return outermost === 0 ? 0 : traceCodeOf(outermost);
}

/** A lock was made. */
export function traceLockNew(lock: Ref, reentrant: boolean): void {
  host.trace(MachineEvent.LOCK_NEW, lock, (libraryEntry() << 1) | (reentrant ? 1 : 0));
}
