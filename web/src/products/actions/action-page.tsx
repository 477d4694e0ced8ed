"use client";
import { useQuery } from "@tanstack/react-query";
import { ChartNoAxesCombined, Trash2 } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { projectPath, useProject } from "@/lib/project-context";
import { ActionEditor } from "@/products/actions/action-editor";
import { actionQuery, actionReferencesQuery, useDeleteAction } from "@/products/actions/api";
import { Button } from "@/ui/button";
import { Crumbs } from "@/ui/crumbs";
import { Confirm } from "@/ui/dialog";
import { PageHeader } from "@/ui/page";
import { SkeletonRows } from "@/ui/skeleton";
import { ErrorState } from "@/ui/states";
import { toast } from "@/ui/toast";

/** One action to look at and change; null: a new one. */
export function ActionPage({ actionId }: { readonly actionId: number | null }) {
  const project = useProject();
  const router = useRouter();
  const action = useQuery({ ...actionQuery(project.id, actionId ?? 0), enabled: actionId !== null });
  const trail = [{ href: projectPath(project.id, "/data/actions"), title: "Actions" }];
  return (
    <>
      <PageHeader
        title={
          <Crumbs trail={trail}>{actionId === null ? "New action" : (action.data?.name ?? "Action")}</Crumbs>
        }
        description="Counts whenever any of its ways fits an event, also events of the past."
        actions={
          action.data && (
            <>
              <Button asChild>
                <Link
                  href={projectPath(
                    project.id,
                    `/insights/new?q=${encodeURIComponent(trendOf(action.data))}`,
                  )}
                >
                  <ChartNoAxesCombined /> Trend
                </Link>
              </Button>
              <DeleteButton id={action.data.id} name={action.data.name} />
            </>
          )
        }
      />
      {action.error && <ErrorState error={action.error} onRetry={() => void action.refetch()} />}
      {actionId !== null && action.isPending && <SkeletonRows rows={8} />}
      {actionId === null && (
        <ActionEditor
          action={null}
          onSaved={(saved) => router.replace(projectPath(project.id, `/data/actions/${saved.id}`))}
        />
      )}
      {action.data && (
        <ActionEditor key={action.data.updated_at} action={action.data} onSaved={() => undefined} />
      )}
    </>
  );
}

function trendOf({ id, name }: { id: number; name: string }): string {
  return JSON.stringify({ kind: "TrendsQuery", series: [{ kind: "ActionsNode", id, name }] });
}

function DeleteButton({ id, name }: { readonly id: number; readonly name: string }) {
  const project = useProject();
  const router = useRouter();
  const [asking, setAsking] = useState(false);
  const used = useQuery({ ...actionReferencesQuery(project.id, id), enabled: asking });
  const remove = useDeleteAction(project.id);
  return (
    <>
      <Button variant="quiet" size="icon" aria-label={`Delete ${name}`} onClick={() => setAsking(true)}>
        <Trash2 />
      </Button>
      <Confirm
        open={asking}
        onOpenChange={setAsking}
        title={`Delete ${name}?`}
        action="Delete action"
        busy={remove.isPending}
        onConfirm={() =>
          remove.mutate(id, {
            onSuccess: () => router.push(projectPath(project.id, "/data/actions")),
            onError: (error) => void toast.error(`${name} could not be deleted.`, error),
          })
        }
      >
        <p>Its events stay. What counts by this action can no longer be computed.</p>
        {used.data && used.data.length > 0 && (
          <>
            <p className="mt-2 font-medium text-text">Used by</p>
            <ul className="list-disc pl-5">
              {used.data.map((reference) => (
                <li key={`${reference.type}${reference.id}`}>
                  {reference.name} ({reference.type})
                </li>
              ))}
            </ul>
          </>
        )}
      </Confirm>
    </>
  );
}
