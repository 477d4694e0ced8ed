import * as z from "zod";
import { propertyNamesSelect } from "../../definitions/learn.ts";
import type { JsonObject } from "../../events/types.ts";
import type { Select } from "../../sql/ast.ts";
import { alias, asc, call, desc, field, select } from "../../sql/build.ts";
import { ownerAt, type Suggestion, suggest, type Vocabulary } from "../../sql/complete/suggest.ts";
import { FUNCTIONS } from "../../sql/functions/lookup.ts";
import { TABLES } from "../../sql/schema/registry.ts";
import type { FieldDef } from "../../sql/schema/table.ts";
import { defineKind } from "../define-kind.ts";
import type { QueryKind } from "../query-kind.ts";

const schema = z.looseObject({
  kind: z.literal("HogQLAutocomplete"),
  language: z.string().default("hogQL"),
  query: z.string(),
  /** Offsets of the word that is being typed. */
  startPosition: z.int().min(0),
  endPosition: z.int().min(0),
});
type HogQLAutocomplete = z.infer<typeof schema>;

const MAX_PROPERTIES = 1_000;
const SAMPLE_PERSONS = 20_000;
const RECENT_DAYS = 30;
const DAY_MS = 86_400_000;

const isShown = (def: FieldDef): boolean => !("hidden" in def && def.hidden === true);

const tables: Vocabulary["tables"] = Object.fromEntries(
  [...TABLES.values()].map(({ name, fields }) => [
    name,
    Object.entries(fields).flatMap(([key, def]) => (isShown(def) ? [key] : [])),
  ]),
);

/** The editor's kinds of the public API. */
const KINDS = { class: "Folder", property: "Variable", function: "Function" } as const;

function shown({ label, kind, apply }: Suggestion): JsonObject {
  const insertText = kind === "function" ? `${label}()` : (apply ?? label);
  return { label, insertText, kind: KINDS[kind] };
}

const answer = (options: readonly Suggestion[]): JsonObject => ({
  suggestions: options.map(shown),
  incomplete_list: false,
});

/** `name, objects`: keys of persons' properties, most frequent first. */
function personProperties(): Select {
  const persons = select({
    select: [alias("object", call("toString", field("properties")))],
    from: "persons",
    limit: SAMPLE_PERSONS,
  });
  const pairs = select({
    select: [alias("pair", call("arrayJoin", call("JSONExtractKeysAndValuesRaw", field("object"))))],
    from: persons,
  });
  return select({
    select: [alias("name", field("pair", 1)), alias("objects", call("count"))],
    from: pairs,
    groupBy: [field("name")],
    orderBy: [desc(field("objects")), asc(field("name"))],
    limit: MAX_PROPERTIES,
  });
}

const definition: QueryKind<HogQLAutocomplete> = {
  kind: "HogQLAutocomplete",
  schema,
  compile({ language, query, endPosition }, { now }) {
    const before = query.slice(0, endPosition);
    const whole = language === "hogQLExpr" ? `${query} from events` : query;
    const words = (names: readonly string[]): Vocabulary => ({
      tables,
      functions: [...FUNCTIONS.keys()],
      eventProperties: names,
      personProperties: names,
    });
    const options = (names: readonly string[]) => suggest(before, whole, words(names))?.options ?? [];
    const known = language === "hogQL" || language === "hogQLExpr";
    const owner = known ? ownerAt(before, whole, tables) : null;
    if (owner === null)
      return { ok: true, value: { run: "none", response: answer(known ? options([]) : []) } };
    const since = new Date(now - RECENT_DAYS * DAY_MS).toISOString().slice(0, 10);
    return {
      ok: true,
      value: {
        run: "query",
        select: owner === "event" ? propertyNamesSelect({ since }, MAX_PROPERTIES) : personProperties(),
        limits: { defaultRows: null },
        bare: true,
        shape: ({ rows }) => answer(options(rows.map(([name]) => String(name)))),
      },
    };
  },
};

/** HogQLAutocomplete: names that fit at the cursor of a query's text. Properties are those that were seen. */
export const hogqlAutocomplete = defineKind(definition);
