/**
 * THE list of valid Python that the machine does not run yet. The parser accepts all of Python 3.13 and the code generator
 * knows all of it; what stands here is refused when a file is compiled, by this name. Supporting a construct means
 * deleting its row.
 */
export const unsupported = {
  Match: "match statement",
  AsyncFunctionDef: "async function",
  AsyncFor: "async for",
  AsyncWith: "async with",
  AsyncComprehension: "asynchronous comprehension",
  Await: "await expression",
  TypeAlias: "type alias statement",
  TypeParams: "type parameters",
  TryStar: "except* clause",
} as const satisfies Record<string, string>;

/** A construct that may be refused. */
export type Construct =
  | "Match"
  | "AsyncFunctionDef"
  | "AsyncFor"
  | "AsyncWith"
  | "AsyncComprehension"
  | "Await"
  | "TypeAlias"
  | "TypeParams"
  | "TryStar";

/** The name under which a construct is refused, or null when the machine runs it. */
export function unsupportedName(construct: Construct): string | null {
  return (unsupported as Partial<Record<Construct, string>>)[construct] ?? null;
}
