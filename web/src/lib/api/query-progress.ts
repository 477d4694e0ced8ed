/** How far a running query is. */
export interface QueryProgress {
  readonly rows_read: number;
  readonly bytes_read: number;
  /** An estimate, which may still grow. */
  readonly estimated_rows_total: number;
  /** Seconds. */
  readonly time_elapsed: number;
}

/** Most answers are there before anybody would read a number. */
const FIRST_LOOK_MS = 1000;
const LOOK_EVERY_MS = 1000;

/**
 * Looks after a running query every second and tells what it sees, until the returned function is called, which also
 * tells `null`. A look that finds nothing, or fails, tells nothing.
 */
export function watchProgress(
  see: () => Promise<QueryProgress | null>,
  tell: (progress: QueryProgress | null) => void,
): () => void {
  let ended = false;
  let timer: ReturnType<typeof setTimeout>;
  const look = async () => {
    const seen = await see().catch(() => null);
    if (ended) return;
    if (seen) tell(seen);
    timer = setTimeout(look, LOOK_EVERY_MS);
  };
  timer = setTimeout(look, FIRST_LOOK_MS);
  return () => {
    ended = true;
    clearTimeout(timer);
    tell(null);
  };
}
