import { entries } from "./entry.ts";

/** Aggregates; combinators (`countIf`, `uniqArrayIf`, …) are derived from these rows in `lookup.ts`. */
export const AGGREGATE = [
  ...entries("count:0+", { kind: "aggregate", type: "number", anyCase: true, nulls: "never" }),
  ...entries("min:1 max:1", { kind: "aggregate", anyCase: true }),
  ...entries("sum:1 avg:1", { kind: "aggregate", type: "number", anyCase: true, numeric: true }),
  ...entries(
    `any:1-2 anyLast:1 anyHeavy:1 argMin:2 argMax:2 first_value:1-2 last_value:1-2
     any_value:1-2=any($1)
     every:1>bool=min(toBool($1))
     bool_and:1>bool=min(toBool($1))
     bool_or:1>bool=max(toBool($1))`,
    { kind: "aggregate" },
  ),
  ...entries(
    `sumWithOverflow:1 sumKahan:1 avgWeighted:2 median:1 medianExact:1 medianExactLow:1 medianExactHigh:1 medianTDigest:1
     stddevPop:1 stddevSamp:1 varPop:1 varSamp:1 stddevPopStable:1 stddevSampStable:1 varPopStable:1 varSampStable:1
     skewPop:1 skewSamp:1 kurtPop:1 kurtSamp:1 covarPop:2 covarSamp:2 covarPopStable:2 covarSampStable:2 corr:2 entropy:1 groupBitAnd:1 groupBitOr:1 groupBitXor:1
     quantile:1(0-1) quantileExact:1(0-1) quantileExactLow:1(0-1) quantileExactHigh:1(0-1) quantileExactInclusive:1(0-1) quantileExactExclusive:1(0-1)
     quantileTiming:1(0-1) quantileTDigest:1(0-1) quantileBFloat16:1(0-1) quantileDeterministic:2(0-1)
     quantileExactWeighted:2(0-1) quantileTimingWeighted:2(0-1) quantileTDigestWeighted:2(0-1) quantileDD:1(1-2)
     quantileInterpolatedWeighted:2(0-1) simpleLinearRegression:2 deltaSum:1 deltaSumTimestamp:2 boundingRatio:2
     maxIntersections:2 rankCorr:2 cramersV:2 theilsU:2 contingency:2 exponentialMovingAverage:2(1-1) exponentialTimeDecayedAvg:2(1-1)
     avg_weighted:2=avgWeighted($1, $2)`,
    { kind: "aggregate", type: "number", numeric: true },
  ),
  ...entries(
    `quantiles:1(1-99) quantilesExact:1(1-99) quantilesTDigest:1(1-99) quantilesTiming:1(1-99) quantilesExactExclusive:1(1-99) quantilesExactInclusive:1(1-99)
     quantilesExactWeighted:2(1-99) quantilesGK:1(2-99) histogram:1(1-1)`,
    { kind: "aggregate", type: "array", numeric: true },
  ),
  ...entries(
    `uniq:1+ uniqExact:1+ uniqHLL12:1+ uniqCombined:1+(0-1) uniqCombined64:1+(0-1) uniqUpTo:1+(1-1)
     windowFunnel:2+(1-6) sequenceCount:2+(1-1) groupBitmap:1 largestTriangleThreeBuckets:2(1-1)>array`,
    { kind: "aggregate", type: "number", nulls: "never" },
  ),
  ...entries("sequenceMatch:2+(1-1)", { kind: "aggregate", type: "bool", nulls: "never" }),
  ...entries(
    `groupArray:1(0-1) groupArrayLast:1(1-1) groupUniqArray:1(0-1) groupArraySample:1(1-2) groupArrayMovingAvg:1(0-1)
     groupArrayMovingSum:1(0-1) groupArraySorted:1(1-1) groupArrayInsertAt:2(0-2) groupArrayIntersect:1 groupConcat:1(0-2)>string topK:1(0-3) topKWeighted:2(0-3)
     approx_top_k:1(0-2) approx_top_sum:2(0-2) retention:1-32 sumMap:1-2 minMap:1-2 maxMap:1-2 intervalLengthSum:2>number
     countResample:1(3-3)
     array_agg:1=groupArray($1)
     json_agg:1>string=toJSONString(groupArray($1))
     string_agg:2>string=arrayStringConcat(groupArray(toString($1)), $2)`,
    { kind: "aggregate", type: "array", nulls: "never" },
  ),
];

/** Only valid with OVER. */
export const WINDOW = [
  ...entries("row_number:0 rank:0 dense_rank:0 denseRank:0 percent_rank:0 cume_dist:0 ntile:1", {
    kind: "window",
    type: "number",
    nulls: "never",
  }),
  ...entries("lagInFrame:1-3 leadInFrame:1-3 nth_value:2 lag:1-3 lead:1-3 nonNegativeDerivative:2-3>number", {
    kind: "window",
    nulls: "always",
  }),
];
