/**
 * String literals and f-strings: decoding, concatenation of neighbours, and CPython's folding of the parts of f-strings
 * (`action_helpers.c`: `_PyPegen_joined_str`, `_PyPegen_formatted_value`, `_PyPegen_concatenate_strings`).
 */
import type * as ast from "../ast/nodes.ts";
import { buildStarExpressions } from "./build-expr.ts";
import type { CstNode } from "./cst.ts";
import { decodeBytes, decodeStrEscapes, LiteralError, splitString } from "./literals.ts";
import type { Piece } from "./piece.ts";

/** A `strings` node: one Constant or JoinedStr for all neighbouring literals. */
export function buildStrings(piece: Piece, node: CstNode, pos: number): ast.Constant | ast.JoinedStr {
  const parts = node.children[0];
  const first = parts.children[0];
  if (parts.children.length === 1) {
    return first.ruleName === undefined ? buildString(piece, pos) : joined(buildFString(piece, first, pos));
  }
  const elements = parts.children.map((part, i) => {
    const at = pos + parts.childOffsets[i];
    return part.ruleName === undefined ? buildString(piece, at) : buildFString(piece, part, at);
  });
  return concatenate(piece, elements, pos, piece.start(pos), piece.end(pos + node.matchLength));
}

/** A lone f-string goes through the folding, too. */
function joined(node: ast.JoinedStr): ast.JoinedStr {
  return { ...node, values: foldConstants(node.values, true) };
}

function buildString(piece: Piece, pos: number): ast.Constant {
  const token = piece.token(pos);
  const start = piece.tokens.starts[token];
  const end = piece.tokens.ends[token];
  const { text } = piece.tokens;
  const parts = splitString(text, start, end);
  const warn = (message: string): void => {
    piece.context.warnings.push({ message, token });
  };
  const body = text.slice(parts.bodyStart, parts.bodyEnd);
  try {
    if (parts.bytes) {
      const value = decodeBytes(body, parts.raw, warn);
      return { type: "Constant", value: { kind: "bytes", value }, kind: null, start, end };
    }
    const value = parts.raw ? body : decodeStrEscapes(body, warn);
    return {
      type: "Constant",
      value: { kind: "str", value },
      kind: parts.unicodePrefix ? "u" : null,
      start,
      end,
    };
  } catch (error) {
    if (error instanceof LiteralError) piece.refuse(pos);
    throw error;
  }
}

const isBytes = (node: ast.expr): boolean => node.type === "Constant" && node.value.kind === "bytes";

function concatenate(
  piece: Piece,
  elements: ast.expr[],
  pos: number,
  start: number,
  end: number,
): ast.Constant | ast.JoinedStr {
  const bytes = elements.filter(isBytes).length;
  if (bytes > 0) {
    if (bytes !== elements.length) piece.refuse(pos);
    const arrays = elements.map((element) => (element as ast.Constant).value as { value: Uint8Array });
    const value = new Uint8Array(arrays.reduce((sum, array) => sum + array.value.length, 0));
    let offset = 0;
    for (const array of arrays) {
      value.set(array.value, offset);
      offset += array.value.length;
    }
    return { type: "Constant", value: { kind: "bytes", value }, kind: null, start, end };
  }
  const isFString = elements.some((element) => element.type === "JoinedStr");
  const flat = elements.flatMap((element) => (element.type === "JoinedStr" ? element.values : [element]));
  const values = foldConstants(flat, isFString);
  if (!isFString) return values[0] as ast.Constant;
  return { type: "JoinedStr", values, start, end };
}

/** Joins neighbouring str constants; drops empty ones when they are parts of an f-string. */
function foldConstants(values: ast.expr[], isFString: boolean): ast.expr[] {
  const result: ast.expr[] = [];
  for (let i = 0; i < values.length; ) {
    const value = values[i];
    if (value.type !== "Constant") {
      result.push(value);
      i++;
      continue;
    }
    let end = i;
    let text = "";
    while (end < values.length && values[end].type === "Constant") {
      text += ((values[end] as ast.Constant).value as { value: string }).value;
      end++;
    }
    if (text !== "" || !isFString) {
      result.push({
        type: "Constant",
        value: { kind: "str", value: text },
        kind: value.kind,
        start: value.start,
        end: values[end - 1].end,
      });
    }
    i = end;
  }
  return result;
}

/** A Constant with the text of a part as written, to be decoded once the prefix is known. */
function rawConstant(value: string, start: number, end: number): ast.Constant {
  return { type: "Constant", value: { kind: "str", value }, kind: null, start, end };
}

function decode(piece: Piece, constant: ast.Constant, token: number, pos: number): ast.Constant {
  const text = (constant.value as { value: string }).value;
  if (!text.includes("\\")) return constant;
  try {
    const value = decodeStrEscapes(text, (message) => piece.context.warnings.push({ message, token }));
    return { ...constant, value: { kind: "str", value } };
  } catch (error) {
    if (error instanceof LiteralError) piece.refuse(pos);
    throw error;
  }
}

/** An `fstring` node. The texts of `{x=}` are decoded with the rest, as CPython does. */
function buildFString(piece: Piece, node: CstNode, pos: number): ast.JoinedStr {
  const parts = node.children[1];
  const raw = /r/i.test(piece.text(pos).slice(0, 2));
  const endPos = pos + node.matchLength - 1;
  const values: ast.expr[] = [];
  for (const value of buildParts(piece, parts, pos, false)) {
    if (value.type === "Constant" && !raw) {
      const constant = decode(piece, value, piece.token(endPos), endPos);
      if ((constant.value as { value: string }).value !== "") values.push(constant);
    } else if (value.type !== "Constant" || (value.value as { value: string }).value !== "") values.push(value);
  }
  return { type: "JoinedStr", values, start: piece.start(pos), end: piece.end(pos + node.matchLength) };
}

/** The middles and fields of an f-string or of a format specifier, `{x=}` as two values. */
function buildParts(piece: Piece, parts: CstNode, pos: number, formatSpec: boolean): ast.expr[] {
  const values: ast.expr[] = [];
  for (let i = 0; i < parts.children.length; i++) {
    const part = parts.children[i];
    const at = pos + parts.childOffsets[i];
    if (part.ruleName === undefined) {
      // After `{{` and `}}` the second brace is no text, but counts as part of the constant's range.
      const constant = rawConstant(piece.text(at), piece.start(at), piece.start(at + 1));
      values.push(formatSpec ? decode(piece, constant, piece.token(at), at) : constant);
    } else values.push(...buildField(piece, part, at));
  }
  return values;
}

/** An `fstring_replacement_field` node: a FormattedValue, with the text of the expression before it for `{x=}`. */
function buildField(piece: Piece, node: CstNode, pos: number): ast.expr[] {
  const { children } = node;
  const value = buildStarExpressions(piece, children[1], pos + 1);
  const debug = children[2].children.length > 0;
  const conversionNode = children[3].children[0];
  const specNode = children[4].children[0];
  let terminator = pos + node.matchLength - 1;
  let conversion = -1;
  if (specNode !== undefined) terminator = pos + children[4].childOffsets[0];
  let format_spec: ast.JoinedStr | null = null;
  if (specNode !== undefined) format_spec = buildFormatSpec(piece, specNode, terminator);
  if (conversionNode !== undefined) {
    const at = pos + children[3].childOffsets[0];
    terminator = at;
    const name = piece.text(at + 1);
    if (piece.end(at + 1) !== piece.start(at + 1) || !/^[sra]$/.test(name)) piece.refuse(at + 1);
    conversion = name.charCodeAt(0);
  } else if (debug && specNode === undefined) conversion = 114;
  const start = piece.start(pos);
  const end = piece.end(pos + node.matchLength);
  const formatted: ast.FormattedValue = { type: "FormattedValue", value, conversion, format_spec, start, end };
  if (!debug) return [formatted];
  const textEnd = piece.start(terminator);
  const text = withoutComments(piece, pos + 1, terminator);
  return [rawConstant(text, start + 1, textEnd), formatted];
}

/** The source between two positions, without comments. */
function withoutComments(piece: Piece, from: number, to: number): string {
  const start = piece.end(from);
  const end = piece.start(to);
  const text = piece.tokens.text.slice(start, end);
  if (!text.includes("#")) return text;
  // CPython drops from every `#` to the end of its line, also inside strings.
  return text.replace(/#[^\n]*/g, "");
}

function buildFormatSpec(piece: Piece, node: CstNode, pos: number): ast.JoinedStr {
  const values = foldConstants(buildParts(piece, node.children[1], pos, true), true);
  return { type: "JoinedStr", values, start: piece.start(pos), end: piece.end(pos + node.matchLength) };
}
