import type { MetricRole } from "@edgewise/core/experiments/analysis/types.ts";
import { findSavedMetrics } from "@edgewise/db/mysql/repos/experiment-metrics.ts";
import type { ExperimentRow } from "@edgewise/db/mysql/repos/experiments.ts";
import type { Deps } from "../../deps.ts";
import type { QueryTenant } from "../query/tenant.ts";

/** A metric of an experiment, inline or shared. */
export interface RoledMetric {
  readonly uuid: string;
  readonly name: string;
  readonly role: MetricRole;
  /** As stored: what an ExperimentQuery takes. */
  readonly metric: Readonly<Record<string, unknown>>;
  /** Accepted harm of a guardrail, as a lift. */
  readonly margin?: number;
}

/** All metrics in the order they are shown: primary ones, then secondary ones and guardrails. */
export async function metricsOf(row: ExperimentRow, access: QueryTenant, deps: Deps): Promise<RoledMetric[]> {
  const saved = new Map(
    (
      await findSavedMetrics(
        access,
        deps.db,
        row.savedMetrics.map(({ id }) => id),
      )
    ).map((one) => [one.id, one]),
  );
  const shared = (type: "primary" | "secondary") =>
    row.savedMetrics.flatMap(({ id, metadata }) => {
      const one = metadata.type === type ? saved.get(id) : undefined;
      return one ? [{ uuid: `saved-${id}`, name: one.name, ...one.query }] : [];
    });
  const primary = ordered([...row.metrics, ...shared("primary")], row.primaryOrder);
  const secondary = ordered([...row.metricsSecondary, ...shared("secondary")], row.secondaryOrder);
  return [
    ...primary.map((metric) => roled(metric, "primary")),
    ...secondary.map((metric) => roled(metric, "secondary")),
  ];
}

function roled(metric: Readonly<Record<string, unknown>>, role: "primary" | "secondary"): RoledMetric {
  const { guardrail } = metric as { readonly guardrail?: boolean | { readonly margin?: number } | null };
  const margin = typeof guardrail === "object" ? guardrail?.margin : undefined;
  return {
    uuid: String(metric.uuid ?? ""),
    name: String(metric.name || nameOf(metric)),
    role: guardrail ? "guardrail" : role,
    metric,
    ...(margin === undefined ? {} : { margin }),
  };
}

/** What a metric without a name is called: the events that it counts. */
function nameOf(metric: Readonly<Record<string, unknown>>): string {
  const parts = [
    metric.source,
    metric.numerator,
    metric.denominator,
    metric.start_event,
    metric.completion_event,
  ];
  const nodes = [...parts, ...(Array.isArray(metric.series) ? metric.series : [])] as (
    | {
        readonly event?: string;
        readonly name?: string;
      }
    | null
    | undefined
  )[];
  const names = nodes.flatMap((node) => (node ? [node.name ?? node.event ?? "any event"] : []));
  return names.join(metric.metric_type === "ratio" ? " / " : " → ") || "Metric";
}

function ordered<T extends Readonly<Record<string, unknown>>>(
  metrics: readonly T[],
  order: readonly string[] | null,
): T[] {
  const place = ({ uuid }: T): number => {
    const index = order?.indexOf(String(uuid)) ?? -1;
    return index < 0 ? Number.POSITIVE_INFINITY : index;
  };
  return metrics.toSorted((a, b) => place(a) - place(b) || 0);
}
