"use client";
import type { ProductKey } from "@edgewise/core/billing/products.ts";
import Link from "next/link";
import { exactNumber, fullTime } from "@/lib/format";
import { projectPath, useProject } from "@/lib/project-context";
import type { Usage } from "@/products/billing/types";

/** Says when a product was only counted, and how much that was. */
export function OverLimitNote({ usage, product }: { readonly usage: Usage; readonly product: ProductKey }) {
  const project = useProject();
  const periods = usage.over_limit_periods.filter((period) => period.product === product);
  const units = usage.rows.reduce((sum, row) => sum + (row.product === product ? row.over_limit : 0), 0);
  const last = periods.at(-1);
  if (!last) return null;
  const time = (text: string) => fullTime(text, project.timezone);
  return (
    <div role="status" className="border-l-2 border-warn px-4 py-2 text-sm">
      <p className="font-medium">
        {exactNumber(units)} came over the limit: counted here, kept for 30 days, and not billed.
      </p>
      <p className="text-muted">
        {periods.length > 1 ? `${periods.length} times, last from ` : "From "}
        {time(last.started_at)} {last.ended_at ? `to ${time(last.ended_at)}` : "until now"}. Insights of that
        time see one person in ten.{" "}
        <Link href={projectPath(project.id, "/billing/limits")} className="text-accent underline">
          Change the limit
        </Link>
      </p>
    </div>
  );
}
