/**
 * Whether V8 may replace loops while they run (on-stack replacement), for the whole process. It would compile the eval loop twice at once: for its next
 * call, and in the place of the call that runs. The second takes three times as long, delays the first on a busy machine, and is not needed: the loop is
 * entered again and again (nudge.ts).
 *
 * Node's code cache for its own modules holds only for the flags that it was made with, and without it a worker takes twice as long to start. Hence it is
 * allowed whenever a worker starts, and the code cache of worker.js is made that way, while that of front-end.js is not: programs load it.
 */
export function setOsr(allowed: boolean): void {
  // Loading this module costs a millisecond or more: not before it is needed.
  process.getBuiltinModule("node:v8").setFlagsFromString(allowed ? "--use-osr" : "--no-use-osr");
}
