/** Entry of every worker of a real run; bundled to dist/worker.js. The heap must be adopted before the machine's modules are evaluated. */
import "./adopt.ts";
import { createThreadBody, type FrontEnd, installFrontEnd } from "@gilscope/vm";
import { runWorker } from "./thread.ts";

/** Hash of the front end's sources, put in by the build. */
declare const GILSCOPE_COMPILER: string;
const { gilscopeLoadFrontEnd } = globalThis as unknown as { gilscopeLoadFrontEnd: () => unknown };

installFrontEnd(() => gilscopeLoadFrontEnd() as FrontEnd, GILSCOPE_COMPILER);
runWorker(createThreadBody);
