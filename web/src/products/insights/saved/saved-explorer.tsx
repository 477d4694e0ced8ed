"use client";
import { useState } from "react";
import { Explorer } from "@/products/insights/explorer";
import { describeQuery } from "@/products/insights/query/describe";
import type { InsightQuery } from "@/products/insights/query/types";
import { insightNode } from "@/products/insights/query/unwrap";
import { insightName, type SavedInsight, useSaveInsight } from "@/products/insights/saved/api";
import { InsightHeader } from "@/products/insights/saved/insight-header";
import { UndoButtons } from "@/products/insights/undo-buttons";
import { useQueryState } from "@/products/insights/use-query-state";
import { Button } from "@/ui/button";
import { toast } from "@/ui/toast";

interface SavedExplorerProps {
  readonly insight: SavedInsight;
  readonly saved: InsightQuery;
}

/** A saved query in the explorer. Changes live in the URL until they are saved. */
export function SavedExplorer({ insight, saved }: SavedExplorerProps) {
  // What the page started with stays the ground of "changed", also while a save is on its way.
  const [ground, setGround] = useState(saved);
  const editor = useQueryState(ground);
  const save = useSaveInsight();
  const write = () =>
    save.mutate(
      {
        shortId: insight.short_id,
        draft: { query: insightNode(editor.query), derived_name: describeQuery(editor.query) },
      },
      {
        onSuccess: () => {
          setGround(editor.query);
          editor.reset();
          toast.success("Insight saved");
        },
        onError: (error) => toast.error("The insight was not saved", error),
      },
    );
  return (
    <>
      <InsightHeader insight={insight} query={insightNode(editor.query)}>
        <UndoButtons editor={editor} />
        {editor.changed && (
          <>
            <Button variant="ghost" onClick={editor.reset}>
              Discard
            </Button>
            <Button variant="primary" busy={save.isPending} onClick={write}>
              Save changes
            </Button>
          </>
        )}
      </InsightHeader>
      <Explorer editor={editor} name={insightName(insight)} />
    </>
  );
}
