import { type InsightError, insightError } from "../error.ts";
import type { EntityNode } from "../nodes/schema.ts";
import type { FunnelsQuery } from "./schema.ts";

type Invalid = { readonly ok: false; readonly error: InsightError };

const FILTER = "query__funnelsFilter";

/** What makes a funnel impossible to answer; undefined when nothing does. */
export function validateFunnel(query: FunnelsQuery): Invalid | undefined {
  if (query.series.length < 2)
    return insightError("Funnels require at least two steps.", "query__series", "invalid_input");
  return (
    invalidBetween(query) ?? invalidAttribution(query) ?? invalidExclusion(query) ?? invalidOptional(query)
  );
}

/** The steps that time to convert and trends are measured between: first and last by default. */
export function stepRange({ series, funnelsFilter }: FunnelsQuery): { from: number; to: number } {
  return {
    from: funnelsFilter?.funnelFromStep ?? 0,
    to: funnelsFilter?.funnelToStep ?? series.length - 1,
  };
}

function invalidBetween(query: FunnelsQuery): Invalid | undefined {
  const { from, to } = stepRange(query);
  if (from < to && to < query.series.length) return undefined;
  const steps = `${query.series.length} steps (0 to ${query.series.length - 1})`;
  return insightError(
    `funnelFromStep ${from} must be before funnelToStep ${to}, both among the ${steps}.`,
    `${FILTER}__funnelToStep`,
  );
}

function invalidAttribution({ series, funnelsFilter: filter }: FunnelsQuery): Invalid | undefined {
  if (filter?.breakdownAttributionType !== "step") return undefined;
  const step = filter.breakdownAttributionValue ?? 0;
  const attr = `${FILTER}__breakdownAttributionValue`;
  if (step >= series.length)
    return insightError(`Step ${step} is not one of the ${series.length} steps (from 0).`, attr);
  if (filter.funnelOrderType === "unordered" && step !== 0)
    return insightError("Steps in any order can be attributed to step 0 only.", attr);
  return undefined;
}

function invalidExclusion({ series, funnelsFilter: filter }: FunnelsQuery): Invalid | undefined {
  const last = series.length - 1;
  for (const [index, exclusion] of (filter?.exclusions ?? []).entries()) {
    const { funnelFromStep: from, funnelToStep: to } = exclusion;
    const attr = `${FILTER}__exclusions__${index}`;
    if (from >= to || to > last) {
      return insightError(
        `Exclusion event range is invalid. End of range should be greater than start and at most ${last}.`,
        attr,
      );
    }
    if (filter?.funnelOrderType === "unordered" && (from !== 0 || to !== last)) {
      return insightError(`Steps in any order need exclusions from step 0 to step ${last}.`, attr);
    }
    if (series.slice(from, to + 1).some((step) => sameEvents(step, exclusion))) {
      return insightError("Exclusion event can't be the same as a funnel step.", attr);
    }
  }
  return undefined;
}

/** Optional steps are for steps that come one after the other, and never the first (API.md 2.7). */
function invalidOptional({ series, funnelsFilter: filter }: FunnelsQuery): Invalid | undefined {
  const index = series.findIndex(({ optionalInFunnel }) => optionalInFunnel);
  if (index < 0) return undefined;
  const attr = `query__series__${index}__optionalInFunnel`;
  if (filter?.funnelOrderType === "unordered" || (filter?.funnelVizType ?? "steps") !== "steps") {
    return insightError(
      "Optional funnel steps are only supported in ordered and strict funnels that show their steps.",
      attr,
    );
  }
  if (index === 0) return insightError("The first step of a funnel cannot be optional.", attr);
  const hidden = series.findIndex((node, step) => {
    const next = series[step + 1];
    return node.optionalInFunnel && next && !next.optionalInFunnel && sameEvents(node, next);
  });
  if (hidden < 0) return undefined;
  return insightError(
    "An optional step cannot be the same as the following required step.",
    `query__series__${hidden}__optionalInFunnel`,
  );
}

/** More conditions that one event may meet than sets of them can be looked at. */
export const tooManyClasses = (most: number): Invalid =>
  insightError(
    `More than ${most} steps in any order can be filled by the same event: use fewer or different events.`,
    "query__series",
  );

/** True when both nodes name the same events with the same filters. */
export function sameEvents(a: EntityNode | undefined, b: EntityNode | undefined): boolean {
  return a !== undefined && b !== undefined && identity(a) === identity(b);
}

function identity(node: EntityNode): string {
  const filters = [node.properties, node.fixedProperties].map((list) =>
    list === undefined || (Array.isArray(list) && list.length === 0) ? null : list,
  );
  const what =
    node.kind === "EventsNode"
      ? (node.event ?? "")
      : node.kind === "ActionsNode"
        ? node.id
        : node.nodes.map((child) => identity(child));
  return JSON.stringify([node.kind, what, filters, node.math ?? "total"]);
}
