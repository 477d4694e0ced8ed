import type { JsonObject, JsonValue } from "../../events/types.ts";
import type { Expr } from "../../sql/ast.ts";
import { call, constant, field } from "../../sql/build.ts";
import type { SqlError } from "../../sql/error.ts";
import { hasAggregate } from "../../sql/lower/select-list.ts";
import type { Result } from "../../sql/result.ts";
import type { QueryParser } from "../query-kind.ts";

/** One requested column: what is read for it and how its cells become one value. */
export interface EventColumn {
  /** As the caller wrote it. */
  readonly text: string;
  readonly exprs: readonly Expr[];
  readonly aggregate: boolean;
  readonly type?: string;
  value(cells: readonly JsonValue[]): JsonValue;
}

const STAR = [
  "uuid",
  "event",
  "properties",
  "timestamp",
  "team_id",
  "distinct_id",
  "elements_chain",
  "created_at",
  "person_mode",
] as const;

/** Properties that name a person, best first. */
const DISPLAY_NAMES = ["email", "name", "username"];

/** Names that stand for several columns, or for one of a shape of its own. */
export type SpecialColumns = Readonly<Record<string, Omit<EventColumn, "text">>>;

const SPECIAL: SpecialColumns = {
  "*": {
    exprs: STAR.map((name) => field(name)),
    aggregate: false,
    type: "Tuple",
    value: (cells) => {
      const row: JsonObject = Object.fromEntries(STAR.map((name, index) => [name, cells[index] ?? null]));
      return { ...row, properties: parseObject(row.properties) };
    },
  },
  person: {
    exprs: [
      field("person_id"),
      field("person", "created_at"),
      field("person", "properties"),
      field("distinct_id"),
      field("person_mode"),
    ],
    aggregate: false,
    type: "Tuple",
    value: ([id = null, createdAt = null, properties = null, distinctId = null, mode = null]): JsonValue => {
      if (properties === "" || properties === null || mode === "propertyless")
        return { distinct_id: distinctId };
      return {
        uuid: id,
        created_at: createdAt,
        properties: parseObject(properties),
        distinct_id: distinctId,
      };
    },
  },
  person_display_name: {
    exprs: [
      call("coalesce", ...DISPLAY_NAMES.map((name) => field("person", "properties", name)), constant("")),
      field("person_id"),
      field("distinct_id"),
    ],
    aggregate: false,
    type: "Tuple",
    value: ([name = "", id = null, distinctId = null]) => ({
      display_name: name === "" ? distinctId : name,
      id,
      distinct_id: distinctId,
    }),
  },
};

function parseObject(text: JsonValue | undefined): JsonValue {
  if (typeof text !== "string" || text === "") return {};
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return {};
  }
}

/** Requested columns by their text; `[]` means `*`. `special`: those of another table than events. */
export function eventColumns(
  select: readonly string[],
  parser: QueryParser,
  special: SpecialColumns = SPECIAL,
): Result<EventColumn[], SqlError> {
  const columns: EventColumn[] = [];
  for (const text of select.length === 0 ? ["*"] : select) {
    const name = withoutTitle(text);
    const known = Object.hasOwn(special, name) ? special[name] : undefined;
    if (known) {
      columns.push({ text, ...known });
      continue;
    }
    const parsed = parser.parseExpr(text);
    if (!parsed.ok) return parsed;
    const expr = parsed.value.node === "Alias" ? parsed.value.expr : parsed.value;
    columns.push({
      text,
      exprs: [expr],
      aggregate: hasAggregate(expr),
      value: ([cell = null]) => (isProperties(expr) ? parseObject(cell) : cell),
    });
  }
  return { ok: true, value: columns };
}

/** `properties` alone is an object, as in `*`. */
const isProperties = (expr: Expr): boolean => expr.node === "Field" && expr.chain.at(-1) === "properties";

/** `count() -- Number of events` shows the comment as its title. */
const withoutTitle = (text: string): string => text.replace(/\s+--\s.*$/s, "").trim();
