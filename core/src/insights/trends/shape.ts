import type { JsonObject } from "../../events/types.ts";
import type { Breakdown } from "./breakdown.ts";
import { groupItems, groupsOf } from "./groups.ts";
import { formulaItem, type ItemContext, seriesItem } from "./item.ts";
import type { TrendsPlan } from "./plan.ts";
import { foldedTable, type RestValues } from "./rest.ts";
import { isOther, sortBreakdowns, type TrendsTable } from "./table.ts";

/** What was read as `{results, hasMore}` (API.md 2.6): current series first, then those compared with. */
export function shapeTrends(
  plan: TrendsPlan,
  breakdown: Breakdown | undefined,
  table: TrendsTable,
  rests: RestValues = [],
): JsonObject {
  const results: JsonObject[] = [];
  let hasMore = false;
  const groups = groupsOf(plan).map((group) => ({
    group,
    folded: foldedTable(plan, table, breakdown, group, rests),
  }));
  plan.periods.forEach((period, periodIndex) => {
    const context: ItemContext = { plan, period, periodIndex, breakdown };
    for (const { group, folded } of groups) {
      const items = groupItems(plan, folded, periodIndex, group);
      hasMore ||= items.some(isOther);
      for (const item of sortBreakdowns(items)) {
        if (breakdown?.hideOther && isOther(item)) continue;
        const { formula, index } = group;
        results.push(formula ? formulaItem(context, formula, index, item) : seriesItem(context, index, item));
      }
    }
  });
  return { results, hasMore };
}
