/**
 * Private names: inside a class body `__x` means `_Class__x` (CPython's `_Py_Mangle`).
 */

/**
 * The name that `name` stands for in the body of the class `privateName` (null outside of classes). Names that end in
 * `__` or contain a dot stay, and so do all names in a class whose own name is only underscores.
 */
export function mangle(privateName: string | null, name: string): string {
  if (privateName === null || !name.startsWith("__")) return name;
  if (name.endsWith("__") || name.includes(".")) return name;
  const stripped = privateName.replace(/^_+/, "");
  return stripped === "" ? name : `_${stripped}${name}`;
}
