/** Module `itertools`: its iterators stand in the files beside this one. See CPython Modules/itertoolsmodule.c. */
import "./itertools-infinite.ts";
import "./itertools-select.ts";
import "./itertools-build.ts";
import { tee } from "./itertools-groups.ts";
import "./itertools-combinatoric.ts";
import { defineModule } from "./modules.ts";
import { M } from "./type-indices.ts";

defineModule("itertools", () => ({
  doc: "Functional tools for creating and using iterators.\n\nInfinite iterators:\ncount(start=0, step=1) --> start, start+step, start+2*step, ...\ncycle(p) --> p0, p1, ... plast, p0, p1, ...\nrepeat(elem [,n]) --> elem, elem, elem, ... endlessly or up to n times",
  functions: { tee: ["(iterable, n=2, /)", tee, "Returns a tuple of n independent iterators."] },
  types: {
    count: M.COUNT,
    cycle: M.CYCLE,
    repeat: M.REPEAT,
    accumulate: M.ACCUMULATE,
    batched: M.BATCHED,
    chain: M.CHAIN,
    compress: M.SELECT_COMPRESS,
    dropwhile: M.DROPWHILE,
    takewhile: M.TAKEWHILE,
    filterfalse: M.FILTERFALSE,
    groupby: M.GROUPBY,
    _grouper: M.GROUPER,
    islice: M.ISLICE,
    pairwise: M.PAIRWISE,
    starmap: M.STARMAP,
    _tee: M.TEE,
    _tee_dataobject: M.TEE_DATA,
    zip_longest: M.ZIP_LONGEST,
    product: M.PRODUCT,
    permutations: M.PERMUTATIONS,
    combinations: M.COMBINATIONS,
    combinations_with_replacement: M.COMBINATIONS_WITH_REPLACEMENT,
  },
}));
