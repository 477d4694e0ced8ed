import { defineKind } from "../define-kind.ts";
import { samplingFactor } from "../nodes/sampling.ts";
import type { QueryKind } from "../query-kind.ts";
import { correlationCounts } from "./counts.ts";
import { enteredFunnel } from "./entered.ts";
import { type FunnelCorrelationQuery, funnelCorrelationSchema } from "./schema.ts";
import { shapeCorrelation } from "./shape.ts";

const definition: QueryKind<FunnelCorrelationQuery> = {
  kind: "FunnelCorrelationQuery",
  schema: funnelCorrelationSchema,
  compile(query, context) {
    const entered = enteredFunnel(query.source, context);
    if (!entered.ok) return entered;
    const counts = correlationCounts(query, entered.value);
    if (!counts.ok) return counts;
    return {
      ok: true,
      value: {
        run: "query",
        select: counts.value,
        limits: { defaultRows: null, maxRows: 10_000 },
        smallBlocks: true,
        shape: (rows) => shapeCorrelation(rows, samplingFactor(query.source.source)),
      },
    };
  },
};

/** FunnelCorrelationQuery: which events and properties go with converting, and how sure that is. */
export const funnelCorrelationQuery = defineKind(definition);
