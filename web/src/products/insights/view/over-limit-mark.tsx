"use client";
import Link from "next/link";
import type { OverLimit } from "@/lib/api/query";
import { projectPath, useProject } from "@/lib/project-context";
import { overLimitText } from "@/products/insights/shape/over-limit";

const RECENT_MS = 90 * 86_400_000;

/** Says that a part of the data is a sample since it came over a spending limit; nothing for most projects. */
export function OverLimitMark({ over }: { readonly over: OverLimit | undefined }) {
  const project = useProject();
  const text = overLimitText(over, Date.now() - RECENT_MS);
  if (text === null) return null;
  return (
    <p role="status" className="mb-3 border-l-2 border-warn px-4 py-1.5 text-sm">
      {text}{" "}
      <Link href={projectPath(project.id, "/billing/limits")} className="text-accent underline">
        Restore or change the limit
      </Link>
    </p>
  );
}
