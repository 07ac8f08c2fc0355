/** All instructions that the eval loop does not do inline: the table, filled by one file for each subject. */
import "./ops/building.ts";
import "./ops/calls.ts";
import "./ops/exceptions.ts";
import "./ops/intrinsics.ts";
import "./ops/items.ts";
import "./ops/iteration.ts";
import "./ops/names.ts";
import "./ops/operators.ts";
import "./ops/text.ts";
import "./ops/with.ts";

export { rareOps } from "./ops/table.ts";
