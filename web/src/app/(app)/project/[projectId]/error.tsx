"use client";
import { ErrorState } from "@/ui/states";

/** A page failed; navigation stays. */
export default function ProjectPageError({
  error,
  reset,
}: {
  readonly error: Error;
  readonly reset: () => void;
}) {
  return <ErrorState error={error} onRetry={reset} title="This page failed to show." />;
}
