import { alias, compare, field, list } from "../../sql/build.ts";
import type { InsightContext } from "../query-kind.ts";
import { countIf, total } from "../web-query/columns.ts";
import { isEvent, pathOf, property, withHost } from "../web-query/events.ts";
import type { WebTable } from "../web-query/table.ts";
import type { WebStatsTableQuery } from "./schema.ts";

const SIGNS = ["$exception", "$rageclick", "$dead_click"];

/** Where visitors struggled: rage clicks, dead clicks and errors by page. */
export function frustrationTable(query: WebStatsTableQuery, context: InsightContext): WebTable {
  const path = pathOf(property("$pathname"), query, context);
  return {
    rows: [
      {
        events: compare(field("event"), "in", list(SIGNS)),
        columns: [
          alias("about", query.includeHost ? withHost(property("$host"), path) : path),
          alias("rages", countIf(isEvent("$rageclick"))),
          alias("dead", countIf(isEvent("$dead_click"))),
          alias("faults", countIf(isEvent("$exception"))),
        ],
        groupBy: [field("about")],
      },
    ],
    about: "breakdown_value",
    columns: [total("rage_clicks", "rages"), total("dead_clicks", "dead"), total("errors", "faults")],
    order: ["errors", "rage_clicks", "dead_clicks"],
    sortable: { RageClicks: "rage_clicks", DeadClicks: "dead_clicks", Errors: "errors" },
  };
}
