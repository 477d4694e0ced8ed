import * as z from "zod";
import { alias, and, call, field } from "../../sql/build.ts";
import { defineKind } from "../define-kind.ts";
import { optional } from "../nodes/schema.ts";
import type { QueryKind } from "../query-kind.ts";
import { total, visitors } from "../web-query/columns.ts";
import { isEvent, property } from "../web-query/events.ts";
import { VISITOR } from "../web-query/rows.ts";
import { webBase, webPage } from "../web-query/schema.ts";
import { compileTable } from "../web-query/table.ts";

const schema = z.object({
  kind: z.literal("WebExternalClicksTableQuery"),
  ...webBase,
  limit: webPage.limit,
  stripQueryParams: optional(z.boolean()),
});

const URL = property("$external_click_url");

const definition: QueryKind<z.output<typeof schema>> = {
  kind: "WebExternalClicksTableQuery",
  schema,
  compile(query, context) {
    const url = query.stripQueryParams ? call("cutQueryStringAndFragment", URL) : URL;
    const clicks = {
      events: and(isEvent("$autocapture"), call("isNotNull", URL)),
      columns: [alias("about", url), VISITOR, alias("visits", call("count"))],
      groupBy: [field("session_key"), field("about")],
    };
    const table = {
      rows: [clicks],
      about: "url",
      columns: [visitors, total("clicks", "visits")],
      order: ["clicks", "visitors"],
      sortable: { Visitors: "visitors", Clicks: "clicks" },
    } as const;
    return compileTable(query, table, context);
  },
};

/** WebExternalClicksTableQuery (API.md 2.15): links to other sites that were clicked. */
export const webExternalClicksQuery = defineKind(definition);
