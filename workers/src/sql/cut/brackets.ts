import type { Token } from "./tokens.ts";

/** Between two commas of a bracket: its tokens at `from` up to `to`, and the brackets in it. */
export interface Item {
  readonly from: number;
  readonly to: number;
  readonly brackets: readonly Bracket[];
}

/** A bracket of the text; `call` when an expression may stand alone between its commas. */
export interface Bracket {
  readonly call: boolean;
  /** A type's parameters are no expressions. */
  readonly type: boolean;
  readonly items: readonly Item[];
  /** Brackets in each other, this one included. */
  readonly height: number;
}

interface Open {
  readonly call: boolean;
  readonly type: boolean;
  readonly items: Item[];
  from: number;
  brackets: Bracket[];
  height: number;
}

/** Words before `(` that don't call a function. */
const NO_CALL = new Set(
  `and or in is like ilike between case when then else end interval over as select distinct by where prewhere having
  qualify from join on using values with filter group within cube rollup sets limit offset top union except intersect
  all columns exclude replace trim sample window partition order pivot unpivot extract lambda recursive materialized`.split(
    /\s+/,
  ),
);

/** The text as a tree of brackets: the items of the whole. Brackets match. */
export function bracketsOf(tokens: readonly Token[]): Bracket {
  const stack: Open[] = [{ call: false, type: false, items: [], from: 0, brackets: [], height: 0 }];
  let closed: Bracket | undefined;
  for (const [index, token] of tokens.entries()) {
    const top = stack.at(-1) as Open;
    if (token.kind === "open") {
      const type = top.type || isType(tokens, index);
      const call = !type && isCall(tokens, index, closed);
      stack.push({ call, type, items: [], from: index + 1, brackets: [], height: 1 });
    } else if (token.kind === "comma") endItem(top, index);
    else if (token.kind === "close") {
      closed = close(top, index);
      stack.pop();
      const outer = stack.at(-1) as Open;
      outer.brackets.push(closed);
      outer.height = Math.max(outer.height, closed.height + 1);
    }
  }
  return close(stack[0] as Open, tokens.length);
}

function endItem(open: Open, index: number): void {
  open.items.push({ from: open.from, to: index, brackets: open.brackets });
  open.from = index + 1;
  open.brackets = [];
}

function close(open: Open, index: number): Bracket {
  endItem(open, index);
  return { call: open.call, type: open.type, items: open.items, height: open.height };
}

function isCall(tokens: readonly Token[], index: number, closed: Bracket | undefined): boolean {
  const before = tokens[index - 1];
  if (tokens[index]?.text !== "(" || before === undefined) return false;
  if (before.kind === "close") return before.text === ")" && closed?.call === true;
  return before.kind === "name" || (before.kind === "word" && !NO_CALL.has(before.text));
}

function isType(tokens: readonly Token[], index: number): boolean {
  const [mark, word] = [tokens[index - 2], tokens[index - 1]];
  return word?.kind === "word" && (mark?.kind === "cast" || mark?.text === "as");
}
