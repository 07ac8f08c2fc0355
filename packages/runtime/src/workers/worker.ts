/** Entry of every worker of a real run; bundled to dist/worker.js. The heap must be adopted before the machine's modules are evaluated. */
import "./adopt.ts";
import * as vm from "@gilscope/vm";
import type { CreateThreadBody } from "@gilscope/vm/host.ts";
import { runWorker } from "./thread.ts";

runWorker((vm as unknown as { createThreadBody: CreateThreadBody }).createThreadBody);
