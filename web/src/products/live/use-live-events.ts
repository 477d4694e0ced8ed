"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import { ApiError } from "@/lib/api/error";
import { runQuery } from "@/lib/api/query";
import { toEventRow } from "@/products/events/types";
import { EMPTY_BUFFER, type LiveBuffer, newestArrival, receive, release } from "@/products/live/buffer";
import { type LiveFilters, liveQuery } from "@/products/live/live-query";

const POLL_MS = 1000;
const HIDDEN_POLL_MS = 10_000;

export interface LiveEvents {
  readonly buffer: LiveBuffer;
  /** False until the first answer. */
  readonly loaded: boolean;
  /** The last poll's failure; earlier rows stay. */
  readonly error: unknown;
  readonly flush: () => void;
}

/** Polls for new events, one request at a time. `hold` keeps new ones off the screen. */
export function useLiveEvents(projectId: number, filters: LiveFilters, hold: boolean): LiveEvents {
  const [buffer, setBuffer] = useState<LiveBuffer>(EMPTY_BUFFER);
  const [status, setStatus] = useState({ loaded: false, error: null as unknown });
  const client = useQueryClient();
  const latest = useRef(EMPTY_BUFFER);
  const holding = useRef(hold);
  const key = JSON.stringify(filters);
  const show = useCallback((next: LiveBuffer) => {
    latest.current = next;
    setBuffer(next);
  }, []);
  useEffect(() => {
    holding.current = hold;
  }, [hold]);

  useEffect(() => {
    const current = JSON.parse(key) as LiveFilters;
    const abort = new AbortController();
    let failures = 0;
    let timer: ReturnType<typeof setTimeout>;
    show(EMPTY_BUFFER);
    setStatus({ loaded: false, error: null });
    const poll = async () => {
      try {
        const answer = await runQuery<readonly (readonly unknown[])[]>(
          projectId,
          liveQuery(current, newestArrival(latest.current)),
          "force_blocking",
          abort.signal,
        );
        failures = 0;
        const hide = holding.current && latest.current.shown.length > 0;
        show(receive(latest.current, answer.results.map(toEventRow), hide));
        setStatus({ loaded: true, error: null });
      } catch (error) {
        if (abort.signal.aborted) return;
        failures++;
        if (error instanceof ApiError && error.status === 401) {
          void client.invalidateQueries({ queryKey: ["me"] });
        }
        setStatus((before) => ({ ...before, error }));
      }
      const wait = document.hidden ? HIDDEN_POLL_MS : Math.min(POLL_MS * 2 ** failures, 15_000);
      if (!abort.signal.aborted) timer = setTimeout(poll, wait);
    };
    void poll();
    return () => {
      abort.abort();
      clearTimeout(timer);
    };
  }, [projectId, key, show, client]);

  const flush = useCallback(() => show(release(latest.current)), [show]);
  return { buffer, ...status, flush };
}
