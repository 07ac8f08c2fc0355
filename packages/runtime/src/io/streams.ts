/** Node's modules for terminals and sockets, loaded at their first use: each takes longer than the rest of a start. */
import type * as Net from "node:net";
import type * as Tty from "node:tty";

export const net = (): typeof Net => process.getBuiltinModule("node:net");
export const tty = (): typeof Tty => process.getBuiltinModule("node:tty");
