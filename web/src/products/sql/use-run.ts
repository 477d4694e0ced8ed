"use client";
import { useMutation } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import { type QueryAnswer, runCancellable } from "@/lib/api/query";
import type { QueryProgress } from "@/lib/api/query-progress";
import { useProject } from "@/lib/project-context";

type Rows = readonly (readonly unknown[])[];

export interface RunResult {
  readonly answer: QueryAnswer<Rows>;
  /** The text that ran. */
  readonly sql: string;
}

interface RunOptions {
  readonly onSettled: (sql: string, rows: number | null) => void;
}

/** Runs SQL, never from a cache; another run, the stop button or leaving the page cancels what runs. */
export function useRun({ onSettled }: RunOptions) {
  const project = useProject();
  const abort = useRef<AbortController | null>(null);
  const [progress, setProgress] = useState<QueryProgress | null>(null);
  useEffect(() => () => abort.current?.abort(), []);
  const run = useMutation({
    mutationFn: async (query: { readonly kind: string; readonly query: string }): Promise<RunResult> => {
      abort.current?.abort();
      const control = new AbortController();
      abort.current = control;
      const answer = await runCancellable<Rows>(project.id, query, {
        refresh: "force_blocking",
        signal: control.signal,
        onProgress: setProgress,
      });
      return { answer, sql: query.query };
    },
    onSettled: (result, error, query) => {
      if (!(error instanceof DOMException)) onSettled(query.query, result?.answer.results.length ?? null);
    },
  });
  const stop = useCallback(() => abort.current?.abort(), []);
  return { run, stop, progress };
}
