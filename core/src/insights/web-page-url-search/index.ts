import * as z from "zod";
import { alias, and, asc, call, compare, constant, desc, field, select } from "../../sql/build.ts";
import { timeCondition } from "../date-range/event-time.ts";
import { rangeOf } from "../date-range/period.ts";
import { defineKind } from "../define-kind.ts";
import { queryCondition } from "../nodes/condition.ts";
import { optional } from "../nodes/schema.ts";
import type { QueryKind } from "../query-kind.ts";
import { isEvent, property } from "../web-query/events.ts";
import { webBase, webPage } from "../web-query/schema.ts";

const DEFAULT_URLS = 100;

const schema = z.object({
  kind: z.literal("WebPageURLSearchQuery"),
  ...webBase,
  limit: webPage.limit,
  searchTerm: optional(z.string()),
  stripQueryParams: optional(z.boolean()),
});

const URL = property("$current_url");

const definition: QueryKind<z.output<typeof schema>> = {
  kind: "WebPageURLSearchQuery",
  schema,
  compile(query, context) {
    const range = rangeOf(query, "day", context);
    if (!range.ok) return range;
    const filters = queryCondition(query, context);
    if (!filters.ok) return filters;
    const limit = query.limit ?? DEFAULT_URLS;
    const sought = query.searchTerm
      ? [compare(call("positionCaseInsensitiveUTF8", URL, constant(query.searchTerm)), ">", constant(0))]
      : [];
    return {
      ok: true,
      value: {
        run: "query",
        select: select({
          select: [
            alias("url", query.stripQueryParams ? call("cutQueryStringAndFragment", URL) : URL),
            alias("views", call("count")),
          ],
          from: "events",
          where: and(
            isEvent("$pageview"),
            timeCondition(range.value.from, range.value.to),
            call("isNotNull", URL),
            ...sought,
            filters.value,
          ),
          groupBy: [field("url")],
          orderBy: [desc(field("views")), asc(field("url"))],
          limit: limit + 1,
        }),
        limits: { defaultRows: null, maxRows: 20_000 },
        shape: ({ rows }) => ({
          results: rows.slice(0, limit).map(([url, count]) => ({ url: String(url), count: Number(count) })),
          hasMore: rows.length > limit,
          limit,
        }),
      },
    };
  },
};

/** WebPageURLSearchQuery (API.md 2.15): addresses of pages that were seen, the most seen first. */
export const webPageUrlSearchQuery = defineKind(definition);
