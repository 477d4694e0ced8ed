"use client";
import { useState } from "react";
import type { QueryAnswer } from "@/lib/api/query";
import type { PeopleAsk } from "@/products/insights/people/ask";
import { PeopleDialog } from "@/products/insights/people/people-dialog";
import type {
  FunnelsQuery,
  LifecycleQuery,
  PathsQuery,
  RetentionQuery,
  StickinessQuery,
  TrendsQuery,
} from "@/products/insights/query/types";
import { unwrapQuery } from "@/products/insights/query/unwrap";
import { FunnelView } from "@/products/insights/view/funnel-view";
import { isNothing } from "@/products/insights/view/is-nothing";
import { LifecycleView } from "@/products/insights/view/lifecycle-view";
import { NothingHappened, NothingInTile } from "@/products/insights/view/nothing-happened";
import { OverLimitMark } from "@/products/insights/view/over-limit-mark";
import { PathsView } from "@/products/insights/view/paths-view";
import { RetentionView } from "@/products/insights/view/retention-view";
import { RowsView } from "@/products/insights/view/rows-view";
import { StickinessView } from "@/products/insights/view/stickiness-view";
import { TrendsView } from "@/products/insights/view/trends-view";
import { EmptyState } from "@/ui/states";

interface InsightResultProps {
  /** A query of any kind, also inside of display nodes. */
  readonly query: unknown;
  readonly answer: QueryAnswer<unknown>;
  /** A tile of a dashboard: the picture alone, as high as its parent. */
  readonly compact?: boolean;
  /** Keeps what was switched off in the legend. */
  readonly onChange?: (query: TrendsQuery) => void;
  /** False where nobody may ask who is behind a number: on shared pages. */
  readonly people?: boolean;
}

const nobody = () => undefined;

/** Kinds whose figures stand for everybody over a limit; others are of the rows that were kept. */
const PEOPLE_OR_TOTALS: ReadonlySet<string> = new Set([
  "TrendsQuery",
  "FunnelsQuery",
  "RetentionQuery",
  "StickinessQuery",
  "LifecycleQuery",
  "PathsQuery",
  "CalendarHeatmapQuery",
]);

/** Draws an answer that is there; a press on a number shows who is behind it. */
export function InsightResult({
  query,
  answer,
  compact = false,
  onChange,
  people = true,
}: InsightResultProps) {
  const [ask, setAsk] = useState<PeopleAsk | null>(null);
  const inner = unwrapQuery(query);
  if (!inner) return <EmptyState title="This insight has no query" />;
  if (isNothing(inner.kind, answer.results)) {
    return compact || !people ? <NothingInTile /> : <NothingHappened />;
  }
  const props = { answer, compact, onPeople: people ? setAsk : nobody };
  return (
    <>
      <OverLimitMark
        answer={answer}
        weighed={PEOPLE_OR_TOTALS.has(inner.kind) ? "estimates" : "rows"}
        compact={compact}
        linked={people}
      />
      {inner.kind === "TrendsQuery" ? (
        <TrendsView {...props} query={inner as unknown as TrendsQuery} onChange={onChange} />
      ) : inner.kind === "FunnelsQuery" ? (
        <FunnelView {...props} query={inner as unknown as FunnelsQuery} />
      ) : inner.kind === "RetentionQuery" ? (
        <RetentionView {...props} query={inner as unknown as RetentionQuery} />
      ) : inner.kind === "StickinessQuery" ? (
        <StickinessView {...props} query={inner as unknown as StickinessQuery} />
      ) : inner.kind === "LifecycleQuery" ? (
        <LifecycleView {...props} query={inner as unknown as LifecycleQuery} />
      ) : inner.kind === "PathsQuery" ? (
        <PathsView {...props} query={inner as unknown as PathsQuery} />
      ) : (
        <RowsView node={query} answer={answer} compact={compact} />
      )}
      {people && <PeopleDialog ask={ask} onClose={() => setAsk(null)} />}
    </>
  );
}
