"use client";
import Link from "next/link";
import { projectPath, useProject } from "@/lib/project-context";
import { unwrapQuery } from "@/products/insights/query/unwrap";
import type { SavedInsight } from "@/products/insights/saved/api";
import { InsightHeader } from "@/products/insights/saved/insight-header";
import { InsightView } from "@/products/insights/view/insight-view";
import { Button } from "@/ui/button";
import { Panel } from "@/ui/page";

/** A saved query that is written, not built: SQL above all. */
export function SavedRows({ insight }: { readonly insight: SavedInsight }) {
  const project = useProject();
  const sql = unwrapQuery(insight.query)?.kind === "HogQLQuery";
  return (
    <>
      <InsightHeader insight={insight} query={insight.query}>
        {sql && (
          <Button asChild variant="primary">
            <Link href={projectPath(project.id, `/sql?insight=${insight.short_id}`)}>Edit SQL</Link>
          </Button>
        )}
      </InsightHeader>
      <div className="min-w-0 p-4 md:p-6">
        <Panel className="overflow-hidden">
          <InsightView query={insight.query} />
        </Panel>
      </div>
    </>
  );
}
