/** Public surface of the machine. */
export { createThreadBody } from "./body.ts";
