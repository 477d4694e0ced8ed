import type { Expr } from "../../sql/ast.ts";
import { alias, and, call, compare, constant, eq, field, or } from "../../sql/build.ts";
import { type InsightResult, insightError } from "../error.ts";
import type { InsightContext } from "../query-kind.ts";
import {
  conversionRate,
  conversions,
  converted,
  countIf,
  mean,
  share,
  views,
  visitors,
} from "../web-query/columns.ts";
import { goalOf, IS_VIEW, pathOf, property, withHost } from "../web-query/events.ts";
import { VISITOR, type WebColumn, type WebRows } from "../web-query/rows.ts";
import type { WebTable } from "../web-query/table.ts";
import { type Breakdown, DIMENSIONS, type Dimension, LEAVES_PAGE } from "./breakdowns.ts";
import type { WebStatsTableQuery } from "./schema.ts";

const NOTHING = call("toNullable", call("toFloat", constant(null)));
const bounces = share("bounce_rate", field("bounced"), field("entered"));
const time = mean("avg_time_on_page", "seconds");
const scroll = mean("average_scroll_percentage", "scrolled");
const deep: WebColumn = share(
  "scroll_gt80_percentage",
  compare(field("scrolled"), ">", constant(0.8)),
  call("isNotNull", field("scrolled")),
);

/** Visitors and views of each page, source, browser, …: with a goal, its conversions instead of views. */
export function visitTable(
  query: WebStatsTableQuery & { readonly breakdownBy: Breakdown },
  context: InsightContext,
): InsightResult<WebTable> {
  const dimension: Dimension = DIMENSIONS[query.breakdownBy];
  const goal = goalOf(query, context);
  if (!goal.ok) return goal;
  const left = query.includeScrollDepth === true || query.includeAvgTimeOnPage === true;
  if (left && query.breakdownBy !== "Page") {
    return insightError(
      'Time on page and scroll depth are known of pages only: ask with breakdownBy "Page".',
      query.includeScrollDepth ? "query__includeScrollDepth" : "query__includeAvgTimeOnPage",
    );
  }
  const about = (value: Expr, host: Expr | undefined): Expr => {
    if (!host) return value;
    const path = pathOf(value, query, context);
    return query.includeHost ? withHost(host, path) : path;
  };
  const value = about(dimension.value, dimension.host);
  const visits: WebRows = {
    events: and(or(IS_VIEW, ...given(goal.value), ...given(dimension.events)), presence(dimension)),
    columns: [
      alias("about", value),
      VISITOR,
      alias("visits", call("count")),
      alias("views", countIf(IS_VIEW)),
      alias("conversions", goal.value ? countIf(goal.value) : constant(0)),
      alias("entered", entered(query, dimension, about)),
      alias("bounced", call("any", field("session", "$is_bounce"))),
      alias("seconds", NOTHING),
      alias("scrolled", NOTHING),
    ],
    groupBy: dimension.ofVisit ? [field("session_key")] : [field("session_key"), field("about")],
  };
  const bounce = query.includeBounceRate ? [bounces] : [];
  return {
    ok: true,
    value: {
      rows: left && !goal.value ? [visits, leaves(about)] : [visits],
      about: "breakdown_value",
      columns: goal.value
        ? [visitors, conversions, converted, conversionRate]
        : [
            visitors,
            views,
            ...(query.includeAvgTimeOnPage ? [time] : []),
            ...bounce,
            ...(query.includeScrollDepth ? [scroll, deep] : []),
          ],
      order: goal.value ? ["visitors", "total_conversions"] : ["visitors", "views"],
      sortable: goal.value ? GOAL_ORDER : sortableVisits(query),
      keepsNone: dimension.keepsNone === true,
    },
  };
}

const given = (expr: Expr | undefined): Expr[] => (expr ? [expr] : []);

const presence = ({ present }: Dimension): Expr => present ?? and();

/** A visit bounces from the page that it was entered by; other breakdowns have all of the visit. */
function entered(
  query: WebStatsTableQuery,
  { ofVisit }: Dimension,
  about: (value: Expr, host: Expr | undefined) => Expr,
): Expr {
  if (query.breakdownBy !== "Page" || ofVisit) return constant(true);
  const entry = about(field("session", "$entry_pathname"), field("session", "$entry_hostname"));
  return call("max", eq(about(property("$pathname"), property("$host")), entry));
}

/** How pages were left: a row an event, about the page before it. */
const leaves = (about: (value: Expr, host: Expr | undefined) => Expr): WebRows => ({
  events: and(LEAVES_PAGE, call("isNotNull", property("$prev_pageview_pathname"))),
  columns: [
    alias("about", about(property("$prev_pageview_pathname"), property("$host"))),
    alias("visitor", constant(0)),
    alias("visits", constant(0)),
    alias("views", constant(0)),
    alias("conversions", constant(0)),
    alias("entered", constant(false)),
    alias("bounced", constant(false)),
    alias("seconds", call("toFloat", property("$prev_pageview_duration"))),
    alias("scrolled", call("toFloat", property("$prev_pageview_max_content_percentage"))),
  ],
  groupBy: [],
});

const GOAL_ORDER: WebTable["sortable"] = {
  Visitors: "visitors",
  TotalConversions: "total_conversions",
  UniqueConversions: "unique_conversions",
  ConversionRate: "conversion_rate",
};

const sortableVisits = (query: WebStatsTableQuery): WebTable["sortable"] => ({
  Visitors: "visitors",
  Views: "views",
  ...(query.includeBounceRate ? { BounceRate: "bounce_rate" } : {}),
  ...(query.includeAvgTimeOnPage ? { AvgTimeOnPage: "avg_time_on_page" } : {}),
  ...(query.includeScrollDepth
    ? { AverageScrollPercentage: "average_scroll_percentage", ScrollGt80Percentage: "scroll_gt80_percentage" }
    : {}),
});
