"use client";
import { Save } from "lucide-react";
import { useState } from "react";
import { insightName, type SavedInsight, useSaveInsight } from "@/products/insights/saved/api";
import { SaveDialog } from "@/products/insights/saved/save-dialog";
import { type SqlNode, toNode } from "@/products/sql/node";
import { Button } from "@/ui/button";
import { toast } from "@/ui/toast";

interface SaveSqlProps {
  readonly node: SqlNode;
  /** The insight that is being edited; null: a new one. */
  readonly insight: SavedInsight | null;
  readonly onSaved: (insight: SavedInsight) => void;
}

/** Keeps the text as an insight: with a name, on dashboards, in the list. */
export function SaveSql({ node, insight, onSaved }: SaveSqlProps) {
  const [open, setOpen] = useState(false);
  const save = useSaveInsight();
  const derivedName = `SQL: ${node.sql.replaceAll(/\s+/g, " ").trim().slice(0, 80)}`;
  const update = () =>
    insight &&
    save.mutate(
      { shortId: insight.short_id, draft: { query: toNode(node), derived_name: derivedName } },
      {
        onSuccess: (saved) => {
          toast.success(`“${insightName(saved)}” saved`);
          onSaved(saved);
        },
        onError: (error) => toast.error("Not saved", error),
      },
    );
  return (
    <>
      {insight && (
        <Button busy={save.isPending} onClick={update}>
          <Save /> Save
        </Button>
      )}
      <Button variant={insight ? "quiet" : "secondary"} onClick={() => setOpen(true)}>
        {!insight && <Save />} {insight ? "Save as new" : "Save"}
      </Button>
      <SaveDialog
        open={open}
        onOpenChange={setOpen}
        title="Save SQL as an insight"
        start={{ name: "", description: "", tags: [] }}
        derivedName={derivedName}
        busy={save.isPending}
        error={open ? save.error : null}
        onSave={(draft) =>
          save.mutate(
            { shortId: null, draft: { ...draft, query: toNode(node) } },
            {
              onSuccess: (saved) => {
                setOpen(false);
                toast.success(`“${insightName(saved)}” saved`);
                onSaved(saved);
              },
            },
          )
        }
      />
    </>
  );
}
