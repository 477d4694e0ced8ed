/** What an engine's process tells its parent, once. */
export type Report =
  | { readonly ready: { readonly port: number } }
  | { readonly failed: { readonly message: string } };

/** Sends the report to the parent. */
export function report(message: Report): void {
  process.send?.(message);
}

/**
 * Ends this process when its parent goes (the channel closes, however the parent died) or on SIGTERM, after
 * `cleanUp`. SIGINT is the parent's to handle: a terminal sends it to both.
 */
export function exitWithParent(cleanUp: () => void | Promise<void>): void {
  let ending = false;
  const end = async (): Promise<void> => {
    if (ending) return;
    ending = true;
    try {
      await cleanUp();
    } finally {
      process.exit(0);
    }
  };
  process.on("disconnect", () => void end());
  process.on("SIGTERM", () => void end());
  process.on("SIGINT", () => {});
}

/** Tells the parent why this process could not start, and ends it. */
export function reportFailure(error: unknown): void {
  const message = error instanceof Error ? error.message : String(error);
  process.exitCode = 1;
  if (process.send === undefined) process.exit();
  process.send({ failed: { message } } satisfies Report, undefined, undefined, () => process.exit());
}
