import { exactNumber } from "@/lib/format";
import type { DataDeletion } from "@/products/privacy/types";
import { Badge } from "@/ui/badge";

const WORDS: Readonly<Record<DataDeletion["state"], string>> = {
  queued: "Waits",
  running: "At work",
  watching: "Verified",
  done: "Done",
  failed: "Tries again",
  cancelled: "Stopped",
};

interface JobStateProps {
  readonly job: Pick<DataDeletion, "state" | "error" | "done" | "total">;
}

/** How a job stands, and how far it is. */
export function JobState({ job: { state, error, done, total } }: JobStateProps) {
  const tone = state === "failed" ? "danger" : state === "done" || state === "watching" ? "ok" : undefined;
  const far = (state === "running" || state === "queued") && total !== null && total > 0;
  return (
    <span className="flex flex-wrap items-center gap-1.5">
      <Badge {...(tone ? { tone } : {})} {...(error ? { title: error } : {})}>
        {WORDS[state]}
      </Badge>
      {far && (
        <span className="text-xs text-muted tabular-nums">
          {exactNumber(done)} of {exactNumber(total)}
        </span>
      )}
    </span>
  );
}
