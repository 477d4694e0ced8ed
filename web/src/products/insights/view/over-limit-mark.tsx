"use client";
import Link from "next/link";
import type { QueryAnswer } from "@/lib/api/query";
import { projectPath, useProject } from "@/lib/project-context";
import { overLimitText, type Weighed } from "@/products/insights/shape/over-limit";
import { cn } from "@/ui/cn";

/** Answers that name no dates (SQL) may be about any recent time. */
const RECENT_MS = 90 * 86_400_000;

interface OverLimitMarkProps {
  readonly answer: Pick<QueryAnswer<unknown>, "over_limit" | "resolved_date_range">;
  readonly weighed?: Weighed;
  /** A tile: one line, the rest of it on hover. */
  readonly compact?: boolean;
  /** False for readers who can't change limits: on shared pages. */
  readonly linked?: boolean;
}

/** Says when and by how much the data behind an answer came over a spending limit; nothing for most projects. */
export function OverLimitMark({ answer, weighed, compact = false, linked = true }: OverLimitMarkProps) {
  const project = useProject();
  const dates = answer.resolved_date_range;
  const [from, to] = [Date.parse(dates?.date_from ?? ""), Date.parse(dates?.date_to ?? "")];
  const span = { from: from || Date.now() - RECENT_MS, to: to || Date.now() };
  const text = overLimitText(answer.over_limit, span, weighed);
  if (text === null) return null;
  return (
    <p
      role="status"
      title={compact ? text : undefined}
      className={cn(
        "shrink-0 border-l-2 border-warn",
        compact ? "mx-1.5 mb-1 truncate px-2 text-xs text-muted" : "mb-3 px-4 py-1.5 text-sm",
      )}
    >
      {text}
      {linked && !compact && (
        <>
          {" "}
          <Link href={projectPath(project.id, "/billing/limits")} className="text-accent underline">
            Restore or change the limit
          </Link>
        </>
      )}
    </p>
  );
}
