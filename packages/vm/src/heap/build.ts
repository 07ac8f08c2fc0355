/**
 * What a build of the machine is for. Two bundles are made of one source (runtime/build.mjs): one for the modes gil and none, and one for the
 * lock-free mode, in which this file is replaced by build-free.ts. The members are literals to the bundler, so a build pays nothing for the other.
 */
export const enum Build {
  /** 1 in the build for the lock-free mode. */
  FREE = 0,
  /** The bits of an object's kind word that must equal its type's index before a thread may use the inside of a mutable object without the machine's lock. */
  OWN = 0xffff,
}
