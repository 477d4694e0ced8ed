import {
  eventShares,
  eventsRead,
  type ProductCost,
  type ReaderCost,
  readerCosts,
  type Share,
  shareOf,
} from "@edgewise/core/billing/costs.ts";
import type { ProductKey } from "@edgewise/core/billing/products.ts";
import type { JsonValue } from "@edgewise/core/events/types.ts";
import { dashboardQueries } from "@edgewise/db/mysql/repos/dashboards.ts";
import type { RegionDeps } from "../../deps.ts";
import type { ProjectAccess } from "../../http/authorize.ts";
import { hiddenIds } from "../../http/governed.ts";
import { countedUsage } from "../flags/usage.ts";
import { currentBill } from "./overview.ts";

interface Named {
  readonly id: number;
  readonly name: string;
}

/** What the things of a project stand for in the running month. */
export interface ProjectCosts {
  readonly from: string;
  readonly to: string;
  /** Dearest first; those that the caller may not see are left out. */
  readonly dashboards: readonly ReaderCost<Named>[];
  readonly flags: readonly { readonly key: string; readonly evaluations: number; readonly share: Share }[];
  readonly recordings: Share;
}

/**
 * What each dashboard, flag and the recording rule of an environment cost: units are counted by event, by request and by
 * recording, so a dashboard stands for the events it reads and a flag for its part of the evaluations.
 */
export async function projectCosts(access: ProjectAccess, deps: RegionDeps): Promise<ProjectCosts> {
  const { organizationId, environmentId } = access;
  const bill = await currentBill(organizationId, deps);
  const costs: Partial<Record<ProductKey, ProductCost>> = {};
  for (const { product, units, cost } of bill.products) costs[product] = { units, cost };
  const own = bill.rows.filter((row) => row.environmentId === environmentId);
  const unitsOf = (product: ProductKey) =>
    own.reduce((sum, row) => sum + (row.product === product ? row.billable : 0), 0);
  const [queries, usage] = await Promise.all([
    dashboardQueries(access, deps.db),
    countedUsage(access, { from: bill.from, to: bill.to }, null, deps),
  ]);
  const hidden = new Set(hiddenIds(access, "dashboard"));
  const readers = [...Map.groupBy(queries, ({ id }) => id).values()].map((rows) => ({
    reader: { id: rows[0]!.id, name: rows[0]!.name },
    reads: eventsRead(rows.map(({ query }) => query as JsonValue)),
  }));
  const hiddenFlags = hiddenIds(access, "feature_flag").length > 0;
  return {
    from: bill.from,
    to: bill.to,
    dashboards: readerCosts(readers, eventShares(own, costs))
      .filter(({ reader }) => !hidden.has(reader.id))
      .sort((a, b) => b.total.cost - a.total.cost || b.total.units - a.total.units),
    // Keys are all there is here: whoever may not see some flags sees none of them.
    flags: hiddenFlags ? [] : flagCosts(usage.evaluations, shareOf(unitsOf("flags"), costs.flags)),
    recordings: shareOf(unitsOf("recordings"), costs.recordings),
  };
}

/** Requests' cost by how often each flag was evaluated in them. */
function flagCosts(
  evaluations: readonly { readonly key: string; readonly count: number }[],
  requests: Share,
): ProjectCosts["flags"] {
  const counts = new Map<string, number>();
  for (const { key, count } of evaluations) counts.set(key, (counts.get(key) ?? 0) + count);
  const all = [...counts.values()].reduce((sum, count) => sum + count, 0);
  return [...counts]
    .map(([key, count]) => ({
      key,
      evaluations: count,
      share: shareOf(count, { units: all, cost: requests.cost }),
    }))
    .sort((a, b) => b.evaluations - a.evaluations);
}
