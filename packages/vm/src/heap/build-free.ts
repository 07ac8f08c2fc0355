/** Takes the place of build.ts in the bundle for the lock-free mode: see there. */
export const enum Build {
  FREE = 1,
  OWN = 0x1000ffff,
}
