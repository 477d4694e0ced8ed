import { type CountedCell, type UsageRow, usageRow } from "@edgewise/core/billing/usage.ts";
import type { RestoredSpan } from "@edgewise/core/insights/weights.ts";
import type { Deps } from "../../deps.ts";
import type { LimitState } from "../../partition/meter/limits.ts";
import type { OverPeriod } from "../../partition/usage/over-periods.ts";
import type { EnvironmentSpan } from "../../partition/usage/restored-spans.ts";
import type { RestoredCells } from "../../partition/usage/usage-cells.ts";
import type { MeterSettings, UsageAnswer } from "../../partition/usage-object.ts";

interface Meter {
  usage(from: string, to: string, environmentId: number | null): Promise<UsageAnswer>;
  overPeriods(from: number, to: number): Promise<readonly OverPeriod[]>;
  setLimits(settings: MeterSettings): Promise<LimitState>;
  beginRestore(object: string, event: string): Promise<string>;
  restored(id: string, cells: RestoredCells): Promise<void>;
  endRestore(object: string): Promise<void>;
  spanRestored(id: string, span: EnvironmentSpan): Promise<void>;
  restoredSpans(environmentId: number): Promise<readonly RestoredSpan[]>;
  putTests(environmentId: number, day: string, counts: Readonly<Record<string, number>>): Promise<void>;
}

/** The meter of an organisation; null where the deployment keeps none. */
export function meterOf({ env }: Pick<Deps, "env">, organizationId: string): Meter | null {
  const { USAGE } = env;
  if (!USAGE) return null;
  return USAGE.get(USAGE.idFromName(`organization:${organizationId}`)) as unknown as Meter;
}

export interface MeteredUsage {
  readonly rows: readonly UsageRow[];
  readonly cells: readonly CountedCell[];
  readonly limits: LimitState;
  readonly over: readonly OverPeriod[];
}

/** Usage of UTC days of arrival, `from` to `to` inclusive; of one environment or all. */
export async function meteredUsage(
  organizationId: string,
  { from, to }: { readonly from: string; readonly to: string },
  environmentId: number | null,
  deps: Pick<Deps, "env">,
): Promise<MeteredUsage> {
  const answer = await meterOf(deps, organizationId)?.usage(from, to, environmentId);
  if (!answer) return { rows: [], cells: [], limits: {}, over: [] };
  return { rows: answer.cells.map(usageRow), cells: answer.cells, limits: answer.limits, over: answer.over };
}
