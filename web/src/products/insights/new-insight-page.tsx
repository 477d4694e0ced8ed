"use client";
import { Save } from "lucide-react";
import { useRouter } from "next/navigation";
import { parseAsInteger, useQueryState } from "nuqs";
import { useState } from "react";
import { projectPath, useProject } from "@/lib/project-context";
import { Explorer } from "@/products/insights/explorer";
import { defaultQuery } from "@/products/insights/query/defaults";
import { describeQuery } from "@/products/insights/query/describe";
import { insightNode } from "@/products/insights/query/unwrap";
import { useSaveInsight } from "@/products/insights/saved/api";
import { SaveDialog } from "@/products/insights/saved/save-dialog";
import { UndoButtons } from "@/products/insights/undo-buttons";
import { useQueryState as useInsightState } from "@/products/insights/use-query-state";
import { Button } from "@/ui/button";
import { PageHeader } from "@/ui/page";
import { toast } from "@/ui/toast";

const START = defaultQuery("TrendsQuery");

/** A question that is not saved yet. `?dashboard=` puts it on that dashboard when it is. */
export function NewInsightPage() {
  const project = useProject();
  const router = useRouter();
  const [dashboard] = useQueryState("dashboard", parseAsInteger);
  const editor = useInsightState(START);
  const [saving, setSaving] = useState(false);
  const save = useSaveInsight();
  const name = describeQuery(editor.query);
  return (
    <>
      <PageHeader
        title="New insight"
        description={name}
        actions={
          <>
            <UndoButtons editor={editor} />
            <Button variant="primary" onClick={() => setSaving(true)}>
              <Save /> Save
            </Button>
          </>
        }
      />
      <Explorer editor={editor} name={name} />
      <SaveDialog
        open={saving}
        onOpenChange={setSaving}
        title="Save insight"
        start={{ name: "", description: "", tags: [] }}
        derivedName={name}
        busy={save.isPending}
        error={save.error}
        onSave={(draft) =>
          save.mutate(
            {
              shortId: null,
              draft: {
                ...draft,
                query: insightNode(editor.query),
                ...(dashboard === null ? {} : { dashboards: [dashboard] }),
              },
            },
            {
              onSuccess: (saved) => {
                toast.success(
                  dashboard === null ? "Insight saved" : "Insight saved and put on the dashboard",
                );
                router.push(
                  projectPath(
                    project.id,
                    dashboard === null ? `/insights/${saved.short_id}` : `/dashboards/${dashboard}`,
                  ),
                );
              },
            },
          )
        }
      />
    </>
  );
}
