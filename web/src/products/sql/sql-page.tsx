"use client";
import { useQuery } from "@tanstack/react-query";
import { Play, Square } from "lucide-react";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useProject } from "@/lib/project-context";
import { insightName, insightQuery } from "@/products/insights/saved/api";
import { explainTimeout } from "@/products/insights/view/explain-timeout";
import { Running } from "@/products/insights/view/running";
import { SqlEditor } from "@/products/sql/editor";
import { errorFix, errorPosition } from "@/products/sql/error-position";
import { loadHistory, type PastQuery, remember, saveHistory } from "@/products/sql/history";
import { HistoryMenu } from "@/products/sql/history-menu";
import { fromNode, toSqlQuery } from "@/products/sql/node";
import { Parameters } from "@/products/sql/parameters";
import { SaveSql } from "@/products/sql/save-sql";
import { SaveView } from "@/products/sql/save-view";
import { SqlResult } from "@/products/sql/sql-result";
import { type Mistake, useCheck } from "@/products/sql/use-check";
import { useRun } from "@/products/sql/use-run";
import { useSqlState } from "@/products/sql/use-sql-state";
import { useVocabulary } from "@/products/sql/use-vocabulary";
import { Button } from "@/ui/button";
import { Kbd } from "@/ui/kbd";
import { PageHeader } from "@/ui/page";
import { SkeletonRows } from "@/ui/skeleton";
import { EmptyState, ErrorState } from "@/ui/states";

const FIRST = `SELECT event, count() AS events, uniq(person_id) AS persons
FROM events
WHERE timestamp > now() - INTERVAL 7 DAY
GROUP BY event
ORDER BY events DESC
LIMIT 50`;

/** Write SQL, run it, see rows or the place of the mistake. The last run text is in the URL. */
export function SqlPage() {
  const project = useProject();
  const [shortId, setShortId] = useState<string | null>(null);
  const loaded = useQuery({ ...insightQuery(project.id, shortId ?? ""), enabled: shortId !== null });
  const insight = shortId === null ? null : (loaded.data ?? null);
  const saved = useMemo(() => (insight ? fromNode(insight.query) : null), [insight]);
  const state = useSqlState(saved, FIRST);
  const { text, setText, node, set } = state;
  useEffect(() => setShortId(state.insight), [state.insight]);
  const [past, setPast] = useState<readonly PastQuery[]>([]);
  useEffect(() => setPast(loadHistory(project.id)), [project.id]);
  const words = useVocabulary();

  const { run, stop, progress } = useRun({
    onSettled: (sql, rows) =>
      setPast((before) => {
        const next = remember(before, { sql, at: Date.now(), rows });
        saveHistory(project.id, next);
        return next;
      }),
  });
  const { mutate } = run;
  const query = toSqlQuery(node);
  const latest = useRef(query);
  latest.current = query;
  const start = useCallback(
    (sql = latest.current.query) => {
      if (sql.trim() === "") return;
      void set({ q: sql });
      mutate({ ...latest.current, query: sql });
    },
    [mutate, set],
  );
  const checked = useCheck(text, query);
  const stopped = run.error instanceof DOMException;
  const refused = useMemo((): Mistake | null => {
    if (!run.error || run.variables?.query !== text) return null;
    const place = errorPosition(run.error, text);
    return place && { ...place, message: run.error.message, fix: errorFix(run.error) };
  }, [run.error, run.variables, text]);
  const mistake = refused ?? checked;
  const applyFix = () => {
    if (!mistake?.fix) return;
    const mended = text.slice(0, mistake.from) + mistake.fix + text.slice(mistake.to);
    setText(mended);
    start(mended);
  };

  return (
    <>
      <PageHeader
        title={insight ? insightName(insight) : "SQL"}
        actions={
          <>
            <HistoryMenu past={past} onPick={setText} />
            <SaveView sql={text} />
            <SaveSql node={node} insight={insight} onSaved={(done) => void set({ insight: done.short_id })} />
            {run.isPending ? (
              <Button onClick={stop}>
                <Square /> Stop
              </Button>
            ) : (
              <Button variant="primary" onClick={() => start()}>
                <Play /> Run
              </Button>
            )}
          </>
        }
      />
      <Parameters
        names={state.names}
        typed={state.typed}
        onTyped={(p) => void set({ p })}
        filters={state.filters}
        onFilters={(f) => void set({ f })}
        variables={state.variables}
        onVariables={(v) => void set({ v })}
        onRun={() => start()}
      />
      <div className="flex min-h-0 flex-1 flex-col">
        <div className="flex h-[38%] min-h-40 flex-col border-b border-line bg-surface">
          <div className="min-h-0 flex-1">
            <SqlEditor
              value={text}
              onChange={setText}
              onRun={() => start()}
              words={words}
              mistake={mistake}
            />
          </div>
          {mistake && !run.isPending && (
            <p
              className="flex items-center gap-2 border-t border-line px-4 py-1 text-xs text-danger"
              role="status"
            >
              <span className="min-w-0 flex-1 truncate" title={mistake.message}>
                {mistake.message}
              </span>
              {mistake.fix && (
                <Button size="sm" onClick={applyFix}>
                  Use <code className="font-mono text-xs">{mistake.fix}</code> and run
                </Button>
              )}
            </p>
          )}
        </div>
        <div className="flex min-h-0 flex-1 flex-col bg-surface">
          {run.isPending ? (
            <>
              <div className="px-4 pt-3">
                <Running progress={progress} />
              </div>
              <SkeletonRows rows={6} />
            </>
          ) : run.error ? (
            <ErrorState
              error={stopped ? new Error("You stopped this query.") : run.error}
              title="No result."
              action={explainTimeout(run.error)}
            />
          ) : run.data ? (
            <SqlResult
              result={run.data}
              node={node}
              onChart={({ display, settings }) => void set({ d: display, c: settings })}
            />
          ) : (
            <EmptyState title="Nothing has run yet">
              Tables: {Object.keys(words.tables).slice(0, 8).join(", ")}. Press <Kbd>⌘↵</Kbd> to run;
              properties are read as <code className="font-mono text-xs">properties.$browser</code>, values
              asked for as <code className="font-mono text-xs">{"{plan}"}</code>.
            </EmptyState>
          )}
        </div>
      </div>
    </>
  );
}
