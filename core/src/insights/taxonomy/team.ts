import * as z from "zod";
import { alias, asc, call, compare, constant, desc, field, select } from "../../sql/build.ts";
import { defineKind } from "../define-kind.ts";
import type { QueryKind } from "../query-kind.ts";
import { daysBack, MAX_NAMES, TAXONOMY_DAYS } from "./sample.ts";

const schema = z.looseObject({ kind: z.literal("TeamTaxonomyQuery") });

const definition: QueryKind<z.output<typeof schema>> = {
  kind: "TeamTaxonomyQuery",
  schema,
  compile: (_, context) => ({
    ok: true,
    value: {
      run: "query",
      select: select({
        select: [field("event"), alias("total", call("sum", field("count")))],
        from: "events_daily",
        where: compare(field("day"), ">=", call("toDate", daysBack(context, TAXONOMY_DAYS))),
        groupBy: [field("event")],
        having: compare(field("total"), ">", constant(0)),
        orderBy: [desc(field("total")), asc(field("event"))],
        limit: MAX_NAMES,
      }),
      limits: { defaultRows: null, maxRows: MAX_NAMES },
      shape: ({ rows }) => ({
        results: rows.map(([event, count]) => ({ event: String(event), count: Number(count) })),
      }),
    },
  }),
};

/** TeamTaxonomyQuery (API.md 2.20): which events there are, and how many of the last 30 days. */
export const teamTaxonomyQuery = defineKind(definition);
