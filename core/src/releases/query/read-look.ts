import { armFromMoments } from "../../experiments/arms/mean.ts";
import { ratioArm } from "../../experiments/arms/ratio.ts";
import type { ArmResult } from "../../experiments/arms/types.ts";
import type { EngineRows } from "../../insights/query-kind.ts";
import type { LookInput, Measured } from "../judge-look.ts";
import { levelsAround, percentileArm } from "../stats/percentile-arm.ts";
import { BOTH } from "./compile-look.ts";
import { OFF, ON } from "./exposure.ts";
import type { GuardPlan } from "./measure.ts";

type Row = Readonly<Record<string, unknown>>;
type Counted = Pick<LookInput, "lastSeen" | "exposures" | "switched" | "measured">;

/** Reads the rows of `compileLook` by the names of their columns. */
export function readLook(
  { columns, rows }: Pick<EngineRows, "columns" | "rows">,
  guards: readonly GuardPlan[],
): Counted {
  const named = rows.map(
    (row): Row => Object.fromEntries(columns.map(({ name }, index) => [name, row[index]])),
  );
  const bySide = (side: string): Row => named.find((row) => row.side === side) ?? {};
  const units = (wanted: (row: Row) => boolean): number =>
    named.filter(wanted).reduce((sum, row) => sum + number(row.units), 0);
  const last = (side: string) => units((row) => row.last_side === side);
  return {
    lastSeen: { off: last(OFF), on: last(ON) },
    exposures: { off: number(bySide(OFF).units), on: number(bySide(ON).units) },
    switched: units((row) => row.side === BOTH),
    measured: guards.map((guard, index): Measured => {
      const arm = (side: string) => armOf(guard, index, bySide(side));
      return {
        ok: true,
        type: guard.kind === "moments" ? guard.metric.type : "mean",
        off: arm(OFF),
        on: arm(ON),
      };
    }),
  };
}

/** No variance of a single unit: the engine says NaN, which is null in JSON. */
const number = (value: unknown): number => Number(value ?? 0) || 0;

function armOf(guard: GuardPlan, index: number, row: Row): ArmResult {
  const at = (name: string): number => number(row[`${name}_${index}`]);
  if (guard.kind === "percentile") {
    const quantiles = row[`quantiles_${index}`];
    return percentileArm({
      n: at("measured"),
      levels: levelsAround(guard.percentile),
      quantiles: Array.isArray(quantiles) ? quantiles.map(number) : [],
      means: [at("below_mean"), at("total_mean")],
      below: at("below_variance"),
      total: at("total_variance"),
      product: at("product"),
    });
  }
  const n = number(row.units);
  const part = (name: string, value: number): number => number(row[`${name}_${index}_${value}`]);
  if (!guard.metric.ratio) return armFromMoments({ n, mean: part("mean", 0), variance: part("variance", 0) });
  const covariance = at("covariance");
  return ratioArm({
    n,
    means: [part("mean", 0), part("mean", 1)],
    covariances: [
      [part("variance", 0), covariance],
      [covariance, part("variance", 1)],
    ],
  });
}
