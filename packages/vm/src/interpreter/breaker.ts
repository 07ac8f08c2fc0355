/**
 * The eval breaker of this worker as the loop reads it: a view of one word, made when this module is evaluated, so that its address is a constant to the optimiser.
 * Whoever starts a worker says in `globalThis.gilscopeBreaker` where the word lies before it loads the machine; it is the one of `host.breaker[host.breakerIndex]`. Without that (unit tests)
 * it is a word of its own, which a host may take for its breaker.
 */
interface Adopted {
  gilscopeBreaker?: { control: SharedArrayBuffer; byte: number };
}
const adopted = (globalThis as Adopted).gilscopeBreaker;

export const breaker = new Int32Array(adopted?.control ?? new SharedArrayBuffer(4), adopted?.byte ?? 0, 1);
