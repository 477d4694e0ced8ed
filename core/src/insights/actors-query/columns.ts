import type { JsonValue } from "../../events/types.ts";
import type { Expr } from "../../sql/ast.ts";
import { field } from "../../sql/build.ts";
import { hasAggregate } from "../../sql/lower/select-list.ts";
import { type InsightResult, insightError } from "../error.ts";
import type { InsightContext } from "../query-kind.ts";
import { type Face, groupCell, nameCell, parsedObject, personCell } from "./face.ts";
import type { ActorSource } from "./source.ts";

/** One selected column: read with the page of actors, or taken from the actor's face (what is stored of it). */
export type ActorColumn =
  | {
      readonly kind: "face";
      readonly cell: (face: Face) => JsonValue;
      readonly type: string;
      /** Nothing but who it is. */
      readonly id?: true;
    }
  | { readonly kind: "expr"; readonly expr: Expr; readonly json: boolean }
  | { readonly kind: "recordings"; readonly type: string }
  | { readonly kind: "fixed"; readonly cell: JsonValue; readonly type: string };

const face = (cell: (face: Face) => JsonValue, type = "Tuple") => ({ kind: "face", cell, type }) as const;
const fixed = (cell: JsonValue, type: string): ActorColumn => ({ kind: "fixed", cell, type });

const ID: ActorColumn = { ...face(({ id }) => id, "String"), id: true };

const SHARED: Readonly<Record<string, ActorColumn>> = {
  id: ID,
  actor_id: ID,
  created_at: face(({ createdAt }) => createdAt, "DateTime"),
  properties: face(({ properties }) => properties, "String"),
  matched_recordings: { kind: "recordings", type: "Array" },
};

const PERSON: Readonly<Record<string, ActorColumn>> = {
  ...SHARED,
  actor: face(personCell),
  person: face(personCell),
  person_display_name: face(nameCell),
  is_identified: face(({ identified }) => identified, "Bool"),
  distinct_ids: face(({ distinctIds }) => [...distinctIds], "Array"),
  "person.$delete": fixed(1, "UInt8"),
};

const GROUP: Readonly<Record<string, ActorColumn>> = {
  ...SHARED,
  actor: face(groupCell),
  group: face(groupCell),
  key: ID,
  group_name: face(({ id, properties }) => {
    const { name } = properties as { readonly name?: JsonValue };
    return name === undefined || name === null || name === "" ? id : name;
  }, "String"),
};

/** The columns that a query selects, by their text; any other text is SQL over the actor. */
export function actorColumns(
  select: readonly string[],
  source: Pick<ActorSource, "group" | "columns" | "named">,
  context: InsightContext,
): InsightResult<ActorColumn[]> {
  const special = source.group === undefined ? PERSON : GROUP;
  const columns: ActorColumn[] = [];
  for (const [index, text] of select.entries()) {
    const name = text.replace(/\s+--\s.*$/s, "").trim();
    const known = Object.hasOwn(special, name) ? special[name] : undefined;
    const named = source.columns.includes(name) ? field(name) : source.named?.(name);
    if (known) columns.push(known);
    else if (named) columns.push({ kind: "expr", expr: named, json: false });
    else {
      const parsed = context.parser.parseExpr(name);
      if (!parsed.ok) return insightError(parsed.error.message, `query__select__${index}`);
      const expr = parsed.value.node === "Alias" ? parsed.value.expr : parsed.value;
      columns.push({ kind: "expr", expr, json: expr.node === "Field" && expr.chain.at(-1) === "properties" });
    }
  }
  return { ok: true, value: columns };
}

/** True when the answer is one row a group of actors, not one an actor. */
export const isAggregated = (columns: readonly ActorColumn[]): boolean =>
  columns.some((column) => column.kind === "expr" && hasAggregate(column.expr));

/** A cell read with the page, as the answer shows it. */
export const exprCell = (column: { readonly json: boolean }, value: JsonValue): JsonValue =>
  column.json ? parsedObject(value) : value;
