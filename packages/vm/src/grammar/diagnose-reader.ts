/**
 * From the text of `diagnose-rules.ts` to functions that match: a reader of its notation, and the combinators of a
 * packrat parser. A matcher moves `run.mark` when it matches; when it does not it yields null, and whoever tries
 * another alternative resets the mark.
 */
import { actions, elements, expressionNames, light } from "./diagnose-actions.ts";
import type { Action, Captures, Light, Matcher, Result, Run } from "./diagnose-run.ts";
import { isNameKind, T, tokenNames } from "./tokens.ts";

export interface Rule {
  name: string;
  /** Whether CPython memoises it, whatever pass or mode it is in. */
  memo: boolean;
  index: number;
  matcher: Matcher;
}

const tokenPattern = /\s*("(?:[^"\\]|\\.)*"|'[^']+'|=>|&&|[A-Za-z_]+|[^\s])/y;

/** Turns the text of `diagnose-rules.ts` into matchers. */
export class RuleReader {
  private readonly words: string[] = [];
  private at = 0;
  readonly rules = new Map<string, Rule>();

  constructor(text: string) {
    tokenPattern.lastIndex = 0;
    for (let match = tokenPattern.exec(text); match !== null; match = tokenPattern.exec(text))
      this.words.push(match[1]);
  }

  read(): Map<string, Rule> {
    while (this.at < this.words.length) {
      const name = this.words[this.at++];
      const memo = this.take("*");
      this.expect(":");
      const rule = this.rule(name);
      rule.memo = memo;
      rule.matcher = this.alternatives();
    }
    for (const rule of this.rules.values()) {
      if (rule.matcher === unread) throw new Error(`diagnose-rules: ${rule.name} is not defined`);
    }
    return this.rules;
  }

  private rule(name: string): Rule {
    let rule = this.rules.get(name);
    if (rule === undefined) {
      rule = { name, memo: false, index: this.rules.size, matcher: unread };
      this.rules.set(name, rule);
    }
    return rule;
  }

  private take(word: string): boolean {
    if (this.words[this.at] !== word) return false;
    this.at++;
    return true;
  }

  private expect(word: string): void {
    if (!this.take(word)) throw new Error(`diagnose-rules: expected ${word}, found ${this.words[this.at]}`);
  }

  /** Whether the words at hand begin the next rule. */
  private atRule(): boolean {
    const [name, next, after] = this.words.slice(this.at, this.at + 3);
    return name === undefined || (/^[a-z_]+$/.test(name) && (next === ":" || (next === "*" && after === ":")));
  }

  private alternatives(): Matcher {
    const list = [this.alternative()];
    while (this.take("|")) list.push(this.alternative());
    return choice(list);
  }

  private alternative(): Matcher {
    const items: Item[] = [];
    while (!this.atRule() && !["|", ")", "=>"].includes(this.words[this.at])) items.push(this.item());
    const matcher = sequence(items, this.take("=>") ? this.action() : null);
    // As in CPython, only an alternative that is nothing but an `invalid_` rule is switched off.
    return items.length === 1 && items[0].invalid ? (run) => (run.invalid ? matcher(run) : null) : matcher;
  }

  private action(): Action {
    const word = this.words[this.at++];
    if (word === "@") {
      const name = this.words[this.at++];
      const action = actions[name];
      if (action === undefined) throw new Error(`diagnose-rules: no action is called ${name}`);
      return action;
    }
    if (word === "!") return this.errorAction();
    if (word === "elts") {
      const type = this.words[this.at++];
      return (_run, { a, b, start, end }) => ({ type, start, end, elts: [...elements(a), ...elements(b)] });
    }
    return (_run, { start, end }) => ({ type: word, start, end });
  }

  private errorAction(): Action {
    const how = this.words[this.at++];
    const names: ("a" | "b")[] = [];
    while (!this.words[this.at].startsWith('"')) names.push(this.words[this.at++] as "a" | "b");
    const template = this.words[this.at++].slice(1, -1).replaceAll('\\"', '"');
    const message = (run: Run, node: Light | undefined): string =>
      node === undefined
        ? template
        : template
            .replace("%n", expressionNames[node.type] ?? "expression")
            .replace("%l", () => String(run.lineAndCol(node.start)[0]))
            .replace("%s", () => run.text(node));
    switch (how) {
      case "range":
        return (run, captures) => {
          const first = light(captures[names[0]]);
          const rest = elements(captures[names[1]] as Result);
          const last = rest.length === 0 ? light(captures[names[1]]) : rest[rest.length - 1];
          return run.fail(message(run, first), first.start, last.end);
        };
      case "at":
        return (run, { a }) => run.fail(message(run, light(a)), light(a).start, light(a).end);
      case "from":
        return (run, { a }) => run.failFrom(message(run, light(a)), light(a).start);
      case "last":
        return (run) => run.failAtToken("SyntaxError", template, run.fill - 1);
      case "next":
        return (run) => {
          run.peek();
          return run.failAtToken("SyntaxError", template, run.mark);
        };
      case "indent":
        return (run, { a }) =>
          run.failAtToken("IndentationError", message(run, a === undefined ? undefined : light(a)), run.fill - 1);
      default:
        throw new Error(`diagnose-rules: no error is called ${how}`);
    }
  }

  private item(): Item {
    const [name, next] = this.words.slice(this.at, this.at + 2);
    let capture: "a" | "b" | "c" | null = null;
    if ((name === "a" || name === "b" || name === "c") && next === "=") {
      capture = name;
      this.at += 2;
    }
    const invalid = this.words[this.at].startsWith("invalid_");
    return { capture, invalid, matcher: this.postfix() };
  }

  private postfix(): Matcher {
    if (this.take("&&")) return forced(this.words[this.at++].slice(1, -1));
    if (this.take("&")) return lookahead(this.primary(), true);
    if (this.take("!")) return lookahead(this.primary(), false);
    if (this.take("~")) {
      return (run) => {
        run.cutting = true;
        return true;
      };
    }
    const matcher = this.primary();
    if (this.take("?")) return optional(matcher);
    if (this.take("*")) return repeat(matcher, 0);
    if (this.take("+")) return repeat(matcher, 1);
    if (this.words[this.at] === ".") {
      this.at++;
      const element = this.primary();
      this.expect("+");
      return separated(matcher, element);
    }
    return matcher;
  }

  private primary(): Matcher {
    const word = this.words[this.at++];
    if (word === "(") {
      const matcher = this.alternatives();
      this.expect(")");
      return matcher;
    }
    if (word.startsWith("'") || word.startsWith('"')) return token(kindOf(word.slice(1, -1)));
    switch (word) {
      case "NAME":
        return tokenRange(T.NAME, T.UNDERSCORE);
      case "SOFT_KEYWORD":
        return softKeyword;
      case "AUGASSIGN":
        return tokenRange(T.PLUSEQUAL, T.VBAREQUAL);
    }
    if (/^[A-Z_]+$/.test(word)) return token(kindOf(word));
    const rule = this.rule(word);
    return (run) => apply(run, rule);
  }
}

interface Item {
  capture: "a" | "b" | "c" | null;
  /** Whether it begins with an `invalid_` rule. */
  invalid: boolean;
  matcher: Matcher;
}

const unread: Matcher = () => null;

function kindOf(name: string): number {
  const kind = (tokenNames as readonly string[]).indexOf(name);
  if (kind < 0) throw new Error(`diagnose-rules: no token is called ${name}`);
  return kind;
}

const token = (kind: number): Matcher => tokenRange(kind, kind);

function tokenRange(first: number, last: number): Matcher {
  return (run) => {
    const kind = run.peek();
    return kind >= first && kind <= last ? run.token(run.mark++) : null;
  };
}

/** CPython compares as many characters as the name has, so that `m` and `ca` count as soft keywords, too. */
const softKeyword: Matcher = (run) => {
  if (!isNameKind(run.peek())) return null;
  const text = run.text(run.token(run.mark));
  return ["_", "case", "match", "type"].some((word) => word.startsWith(text)) ? run.token(run.mark++) : null;
};

function forced(spelling: string): Matcher {
  const kind = kindOf(spelling);
  return (run) => {
    if (run.peek() === kind) return run.token(run.mark++);
    return run.failAtToken("SyntaxError", `expected '${spelling}'`, run.mark);
  };
}

function lookahead(matcher: Matcher, positive: boolean): Matcher {
  return (run) => {
    const { mark } = run;
    const matched = matcher(run) !== null;
    run.mark = mark;
    return matched === positive ? true : null;
  };
}

function optional(matcher: Matcher): Matcher {
  return (run) => {
    const { mark } = run;
    const result = matcher(run);
    if (result !== null) return result;
    run.mark = mark;
    return true;
  };
}

function repeat(matcher: Matcher, least: number): Matcher {
  return (run) => {
    const results: Result[] = [];
    for (;;) {
      const { mark } = run;
      const result = matcher(run);
      if (result === null || run.mark === mark) {
        run.mark = mark;
        break;
      }
      results.push(result);
    }
    return results.length >= least ? results : null;
  };
}

function separated(separator: Matcher, element: Matcher): Matcher {
  return (run) => {
    const first = element(run);
    if (first === null) return null;
    const results: Result[] = [first];
    for (;;) {
      const { mark } = run;
      const next = separator(run) === null ? null : element(run);
      if (next === null) {
        run.mark = mark;
        return results;
      }
      results.push(next);
    }
  };
}

function choice(list: Matcher[]): Matcher {
  if (list.length === 1) return list[0];
  return (run) => {
    const { mark } = run;
    const outer = run.cutting;
    run.cutting = false;
    for (const alternative of list) {
      const result = alternative(run);
      if (result !== null || run.cutting) {
        run.cutting = outer;
        return result;
      }
      run.mark = mark;
    }
    run.cutting = outer;
    return null;
  };
}

function sequence(items: Item[], action: Action | null): Matcher {
  const captured = items.some((item) => item.capture !== null);
  return (run) => {
    const { mark } = run;
    const captures: Captures = { start: 0, end: 0 };
    const results: Result[] = [];
    for (const { capture, matcher } of items) {
      const result = matcher(run);
      if (result === null) {
        run.mark = mark;
        return null;
      }
      if (capture !== null) captures[capture] = result;
      results.push(result);
    }
    if (action === null) {
      if (captured) return captures.a as Result;
      return results.length === 1 ? results[0] : results.filter((result) => result !== true);
    }
    const { starts, ends } = run.tokens;
    captures.start = starts[mark] ?? 0;
    captures.end = run.mark > mark ? ends[run.mark - 1] : captures.start;
    const result = action(run, captures);
    if (result === null) run.mark = mark;
    return result;
  };
}

/** Matches a rule at the mark, or remembers how that went. */
export function apply(run: Run, rule: Rule): Result | null {
  const mode = rule.memo || !run.invalid ? 0 : 1;
  const key = ((run.mark * 1024 + rule.index) << 1) | mode;
  const known = run.memo.get(key);
  if (known !== undefined) {
    run.mark = known.mark;
    return known.result;
  }
  const outer = run.invalid;
  const outerCut = run.cutting;
  if (rule.name === "expression_without_invalid") run.invalid = false;
  run.cutting = false;
  const result = rule.matcher(run);
  run.cutting = outerCut;
  run.invalid = outer;
  run.memo.set(key, { result, mark: run.mark });
  return result;
}
