/** Public surface of the machine. */
export { createThreadBody } from "./body.ts";
export { type FrontEnd, installFrontEnd } from "./builtins/code-cache.ts";
