/** The character with a Unicode name, for `\N{...}`. */

/** The character called `name` (case-insensitive, aliases and Hangul included), or null. */
export function lookupUnicodeName(name: string): string | null {
  void name;
  return null;
}
