/**
 * The audit of what threads share (lock-free mode): a shared object may refer to shared objects only, or another thread would use an object without the lock that its
 * maker uses without it too. See share.ts. Reads only; the world is stopped.
 */
import { forEachObject } from "./alloc.ts";
import { describe } from "./audit-describe.ts";
import { G, H, Kind, T } from "./layout.ts";
import { i32 } from "./memory.ts";
import { classRef, visitRefs } from "./refcount.ts";

/** Call `found` with a text for every reference by which an object has escaped from its thread. */
export function checkShared(found: (text: string) => void): void {
  if (i32[G.THREADED] === 0) return;
  let holder = 0;
  const look = (ref: number): void => {
    if ((ref & 1) !== 0 || ref === 0 || (i32[(ref >> 2) + H.KIND] & Kind.SHARED) !== 0) return;
    found(`${describe(holder)} is shared and refers to ${describe(ref)}, which is not`);
  };
  forEachObject((ref, type) => {
    // The state of a thread holds what its thread alone looks at.
    if ((i32[(ref >> 2) + H.KIND] & Kind.SHARED) === 0 || type === T.THREAD_STATE) return;
    holder = ref;
    visitRefs(ref, type, look);
    const cls = classRef(type);
    if (cls !== 0) look(cls);
  });
}
