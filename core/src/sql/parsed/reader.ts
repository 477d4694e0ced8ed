import type { Expr, Select, Span } from "../ast.ts";
import { SqlProblem } from "../error.ts";
import { type GroupModifier, groupModifiersOf } from "./group-modifiers.ts";

/** Nodes and depth a query's text may have. */
const MAX_NODES = 50_000;
const MAX_DEPTH = 250;

/** A node of the parser's JSON: `node` is its kind, everything else is unknown until read. */
export interface RawNode {
  readonly node: string;
  readonly span: Span | undefined;
  readonly raw: Readonly<Record<string, unknown>>;
}

export type Convert<T> = (reader: Reader, node: RawNode) => T;

/** Reads the parser's JSON with a budget. */
export interface Reader {
  expr(value: unknown): Expr;
  select(value: unknown): Select;
  /** Enters a node, counts it, and leaves it when `read` returns. */
  visit<T>(value: unknown, read: (node: RawNode) => T): T;
  /** Modifiers of GROUP BY at this place that nobody took yet: inner queries take theirs first. */
  takeModifiers(span: Span | undefined): GroupModifier["word"][];
  /** The query's text at a place; undefined when it isn't known. */
  textAt(span: Span): string | undefined;
}

export function createReader(
  convertExpr: Convert<Expr>,
  convertSelect: Convert<Select>,
  source?: string,
): Reader {
  let nodes = 0;
  let depth = 0;
  // Offsets count code points.
  let points: readonly string[] | undefined;
  let modifiers: readonly GroupModifier[] | undefined;
  const reader: Reader = {
    expr: (value) => reader.visit(value, (node) => convertExpr(reader, node)),
    select: (value) => reader.visit(value, (node) => convertSelect(reader, node)),
    visit(value, read) {
      const node = asNode(value);
      if (++nodes > MAX_NODES) throw new SqlProblem("too_complex", "The query is too long.", node.span);
      if (++depth > MAX_DEPTH)
        throw new SqlProblem("too_complex", "The query is nested too deeply.", node.span);
      const result = read(node);
      depth--;
      return result;
    },
    takeModifiers(span) {
      modifiers ??= source === undefined ? [] : groupModifiersOf(source);
      if (modifiers.length === 0 || span === undefined) return [];
      const isMine = ({ at }: GroupModifier) => at >= span.start && at < span.end;
      const mine = modifiers.filter(isMine);
      modifiers = modifiers.filter((modifier) => !isMine(modifier));
      return mine.map(({ word }) => word);
    },
    textAt({ start, end }) {
      points ??= source === undefined ? undefined : [...source];
      return points?.slice(start, end).join("");
    },
  };
  return reader;
}

function asNode(value: unknown): RawNode {
  if (typeof value === "object" && value !== null && "node" in value && typeof value.node === "string") {
    const raw = value as Record<string, unknown>;
    return { node: value.node, raw, span: spanOf(raw) };
  }
  throw new SqlProblem("syntax", "The query has a part that can't be read.");
}

function spanOf({ start, end }: Readonly<Record<string, unknown>>): Span | undefined {
  const from = (start as { offset?: unknown } | null | undefined)?.offset;
  const to = (end as { offset?: unknown } | null | undefined)?.offset;
  return typeof from === "number" && typeof to === "number" ? { start: from, end: to } : undefined;
}

export function text(node: RawNode, key: string): string {
  const value = node.raw[key];
  if (typeof value === "string") return value;
  throw new SqlProblem("syntax", `The query's ${node.node} lacks "${key}".`, node.span);
}

export function optionalText(node: RawNode, key: string): string | undefined {
  const value = node.raw[key];
  return typeof value === "string" ? value : undefined;
}

export const items = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

export const texts = (value: unknown): readonly string[] =>
  items(value).filter((item) => typeof item === "string");

export const present = (value: unknown): boolean => value !== undefined && value !== null && value !== false;

export function refuse(node: RawNode, what: string): SqlProblem {
  return new SqlProblem("unsupported", `${what} is not supported.`, node.span);
}
