import * as z from "zod";
import { compileActors } from "../actors-query/compile.ts";
import { defineKind } from "../define-kind.ts";
import { optional, propertyFilters } from "../nodes/schema.ts";
import type { QueryKind } from "../query-kind.ts";

/** GroupsQuery of the public API (API.md 2.5). */
const schema = z.object({
  kind: z.literal("GroupsQuery"),
  group_type_index: z.int().min(0).max(4),
  select: optional(z.array(z.string()).max(100, "at most 100 columns")),
  search: optional(z.string()),
  properties: propertyFilters,
  orderBy: optional(z.array(z.string()).max(20, "at most 20 columns")),
  limit: optional(z.int().min(1)),
  offset: optional(z.int().min(0)),
});

const definition: QueryKind<z.output<typeof schema>> = {
  kind: "GroupsQuery",
  schema,
  compile({ group_type_index: group, select = ["group_name", "key"], limit, offset, ...query }, context) {
    const filters = { ...query, fixedProperties: undefined };
    const list = compileActors({ query: filters, source: undefined, group, select, limit, offset }, context);
    return list.ok ? { ok: true, value: { ...list.value, envelope: { kind: "GroupsQuery" } } } : list;
  },
};

/** GroupsQuery: the groups of a type. */
export const groupsQuery = defineKind(definition);
