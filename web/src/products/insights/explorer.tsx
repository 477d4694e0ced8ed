"use client";
import { useQueryClient } from "@tanstack/react-query";
import { Code } from "lucide-react";
import Link from "next/link";
import { useRef, useState } from "react";
import { projectPath, useProject } from "@/lib/project-context";
import { QueryEditor } from "@/products/insights/editor/query-editor";
import { Toolbar } from "@/products/insights/editor/toolbar";
import { ExportMenu } from "@/products/insights/export/export-menu";
import { KindTabs } from "@/products/insights/kind-tabs";
import { describeQuery } from "@/products/insights/query/describe";
import type { InsightQuery } from "@/products/insights/query/types";
import { whatIsMissing } from "@/products/insights/query/what-is-missing";
import { wholeSql } from "@/products/insights/query/whole-sql";
import { ResultBar } from "@/products/insights/result-bar";
import { useDebounced } from "@/products/insights/use-debounced";
import { useInsight } from "@/products/insights/use-insight";
import type { QueryEditor as Editor } from "@/products/insights/use-query-state";
import { explainTimeout } from "@/products/insights/view/explain-timeout";
import { InsightResult } from "@/products/insights/view/insight-result";
import { Running } from "@/products/insights/view/running";
import { SampleMark } from "@/products/insights/view/sample-mark";
import { Button } from "@/ui/button";
import { cn } from "@/ui/cn";
import { CodeBlock } from "@/ui/code-block";
import { Dialog } from "@/ui/dialog";
import { Panel } from "@/ui/page";
import { Skeleton } from "@/ui/skeleton";
import { EmptyState, ErrorState } from "@/ui/states";

interface ExplorerProps {
  readonly editor: Editor;
  /** What exported files are called. */
  readonly name: string;
}

const SETTLE_MS = 250;

/** Tabs of kinds, the editor, and the answer with its cost and its SQL. */
export function Explorer({ editor, name }: ExplorerProps) {
  const project = useProject();
  const queries = useQueryClient();
  const { query, change } = editor;
  const settled = useDebounced(query, SETTLE_MS);
  const missing = whatIsMissing(settled);
  const answer = useInsight(settled, { enabled: missing === null });
  const [stopped, setStopped] = useState<InsightQuery | null>(null);
  const [sqlOpen, setSqlOpen] = useState(false);
  const chart = useRef<HTMLDivElement>(null);
  const sql = answer.data?.hogql && wholeSql(answer.data.hogql);
  const drawn = answer.data;
  return (
    <div className="flex flex-col">
      <KindTabs query={query} sql={sql} onChange={change} />
      <div className="grid gap-4 p-4 md:p-6 xl:grid-cols-[minmax(21rem,27rem)_minmax(0,1fr)]">
        <div className="flex min-w-0 flex-col gap-4">
          <QueryEditor query={query} onChange={change} />
        </div>
        <div className="order-first flex min-w-0 flex-col gap-3 xl:order-last">
          <Toolbar query={query} onChange={change} />
          <ResultBar
            answer={drawn}
            running={answer.isFetching}
            onRefresh={answer.refresh}
            onStop={() => {
              setStopped(settled);
              void queries.cancelQueries({ queryKey: ["insight", project.id] });
            }}
          >
            <SampleMark query={settled} />
            <Button size="sm" variant="quiet" disabled={!sql} onClick={() => setSqlOpen(true)}>
              <Code /> View SQL
            </Button>
            <ExportMenu name={name} query={settled} answer={drawn} chart={chart} />
          </ResultBar>
          {answer.isFetching && <Running progress={answer.progress} />}
          {missing ? (
            <Panel>
              <EmptyState title={missing.title}>{missing.todo}</EmptyState>
            </Panel>
          ) : answer.error && !answer.isFetching ? (
            <Panel>
              <ErrorState
                error={answer.error}
                onRetry={() => void answer.refetch()}
                title="No result."
                action={explainTimeout(answer.error)}
              />
            </Panel>
          ) : !drawn ? (
            stopped === settled && !answer.isFetching ? (
              <Panel>
                <EmptyState
                  title="Stopped"
                  action={<Button onClick={() => void answer.refetch()}>Compute</Button>}
                >
                  You stopped this query.
                </EmptyState>
              </Panel>
            ) : (
              <div role="status" aria-label="Loading" className="flex flex-col gap-4">
                <Skeleton className="h-80" />
                <Skeleton className="h-28" />
              </div>
            )
          ) : (
            <div
              ref={chart}
              className={cn("min-w-0 transition-opacity", answer.isPlaceholderData && "opacity-50")}
              aria-busy={answer.isFetching}
            >
              {drawn.hasMore && (
                <p className="mb-2 border-l-2 border-warn pl-3 text-sm text-muted">
                  Only the most frequent values are shown one by one; the rest is in “Other”.
                </p>
              )}
              <InsightResult
                query={answer.isPlaceholderData ? drawn.asked : settled}
                answer={drawn}
                onChange={change}
              />
            </div>
          )}
        </div>
      </div>
      <Dialog
        open={sqlOpen}
        onOpenChange={setSqlOpen}
        title="SQL of this result"
        description="Runs as it is in the SQL editor and gives the same numbers."
        className="w-[min(52rem,calc(100vw-2rem))]"
        footer={
          <Button asChild variant="primary">
            <Link href={`${projectPath(project.id, "/sql")}?q=${encodeURIComponent(sql ?? "")}`}>
              Open in SQL editor
            </Link>
          </Button>
        }
      >
        <CodeBlock code={sql ?? ""} label={describeQuery(settled)} />
      </Dialog>
    </div>
  );
}
