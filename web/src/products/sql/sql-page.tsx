"use client";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Download, History, Play, Square } from "lucide-react";
import { parseAsString, useQueryState } from "nuqs";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { runQuery, runSql } from "@/lib/api/query";
import { ago } from "@/lib/format";
import { useProject } from "@/lib/project-context";
import { SqlEditor } from "@/products/sql/editor";
import { errorFix, errorPosition } from "@/products/sql/error-position";
import { loadHistory, type PastQuery, remember, saveHistory } from "@/products/sql/history";
import { ResultsTable } from "@/products/sql/results-table";
import { BASE_SCHEMA, toSchema } from "@/products/sql/schema";
import { toCsv } from "@/products/sql/to-csv";
import { Button } from "@/ui/button";
import { Dropdown, DropdownItem, DropdownLabel } from "@/ui/dropdown";
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
  const [linked, setLinked] = useQueryState("q", parseAsString);
  const [text, setText] = useState(linked ?? FIRST);
  const [past, setPast] = useState<readonly PastQuery[]>([]);
  const abort = useRef<AbortController | null>(null);
  useEffect(() => setPast(loadHistory(project.id)), [project.id]);

  const schema = useQuery({
    queryKey: ["schema", project.id],
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
    queryFn: async () =>
      toSchema(
        (await runQuery<unknown>(project.id, { kind: "DatabaseSchemaQuery" })) as Parameters<
          typeof toSchema
        >[0],
      ),
  });

  const run = useMutation({
    mutationFn: async (sql: string) => {
      abort.current = new AbortController();
      const started = performance.now();
      const answer = await runSql(project.id, sql, abort.current.signal);
      return { answer, ms: Math.round(performance.now() - started), sql };
    },
    onMutate: (sql) => void setLinked(sql),
    onSettled: (result, _error, sql) =>
      setPast((before) => {
        const next = remember(before, { sql, at: Date.now(), rows: result?.answer.results.length ?? null });
        saveHistory(project.id, next);
        return next;
      }),
  });
  const { mutate } = run;
  const start = useCallback(() => {
    if (text.trim() !== "") mutate(text);
  }, [mutate, text]);
  const stopped = run.error instanceof DOMException;
  const position = useMemo(
    () => (run.error && run.variables === text ? errorPosition(run.error, text) : null),
    [run.error, run.variables, text],
  );

  const fix = position && errorFix(run.error);
  const applyFix = () => {
    if (!position || !fix) return;
    const mended = text.slice(0, position.from) + fix + text.slice(position.to);
    setText(mended);
    mutate(mended);
  };

  const download = () => {
    if (!run.data) return;
    const csv = toCsv(run.data.answer.columns ?? [], run.data.answer.results);
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([csv], { type: "text/csv" }));
    link.download = "result.csv";
    link.click();
    URL.revokeObjectURL(link.href);
  };

  return (
    <>
      <PageHeader
        title="SQL"
        actions={
          <>
            <Dropdown
              className="max-h-96 w-96 max-w-[calc(100vw-1rem)] overflow-auto"
              trigger={
                <Button variant="quiet">
                  <History /> History
                </Button>
              }
            >
              <DropdownLabel>
                {past.length === 0 ? "Queries you run show up here." : "Run in this browser"}
              </DropdownLabel>
              {past.map((item) => (
                <DropdownItem key={item.at} onSelect={() => setText(item.sql)}>
                  <span className="min-w-0 flex-1">
                    <span className="block truncate font-mono text-xs">
                      {item.sql.replaceAll(/\s+/g, " ")}
                    </span>
                    <span className="block text-2xs text-muted">
                      {ago(item.at)}, {item.rows === null ? "failed" : `${item.rows} rows`}
                    </span>
                  </span>
                </DropdownItem>
              ))}
            </Dropdown>
            {run.isPending ? (
              <Button onClick={() => abort.current?.abort()}>
                <Square /> Stop
              </Button>
            ) : (
              <Button variant="primary" onClick={start}>
                <Play /> Run
              </Button>
            )}
          </>
        }
      />
      <div className="flex min-h-0 flex-1 flex-col">
        <div className="h-[38%] min-h-40 border-b border-line bg-surface">
          <SqlEditor
            value={text}
            onChange={setText}
            onRun={start}
            schema={schema.data ?? BASE_SCHEMA}
            error={position}
          />
        </div>
        <div className="flex min-h-0 flex-1 flex-col bg-surface">
          {run.isPending && <SkeletonRows rows={6} />}
          {run.error && !run.isPending && (
            <ErrorState
              error={stopped ? new Error("You stopped this query.") : run.error}
              title="No result."
              action={
                fix && (
                  <Button size="sm" onClick={applyFix}>
                    Use <code className="font-mono text-xs">{fix}</code> and run
                  </Button>
                )
              }
            />
          )}
          {run.isIdle && (
            <EmptyState title="Nothing has run yet">
              Tables:{" "}
              {Object.keys(schema.data ?? BASE_SCHEMA)
                .slice(0, 8)
                .join(", ")}
              . Press <Kbd>⌘↵</Kbd> to run; properties are read as{" "}
              <code className="font-mono text-xs">properties.$browser</code>.
            </EmptyState>
          )}
          {run.data && !run.isPending && !run.error && (
            <>
              <div className="flex items-center gap-3 border-b border-line px-4 py-1 text-xs text-muted">
                <span>
                  {run.data.answer.results.length} rows in {run.data.ms} ms
                  {run.data.answer.hasMore &&
                    `, cut at ${run.data.answer.limit ?? 100}: add a LIMIT for more`}
                </span>
                <Button size="sm" variant="quiet" className="ml-auto" onClick={download}>
                  <Download /> CSV
                </Button>
              </div>
              {run.data.answer.results.length === 0 ? (
                <EmptyState title="No rows">The query ran and found nothing.</EmptyState>
              ) : (
                <div className="min-h-0 flex-1">
                  <ResultsTable columns={run.data.answer.columns ?? []} rows={run.data.answer.results} />
                </div>
              )}
            </>
          )}
        </div>
      </div>
    </>
  );
}
