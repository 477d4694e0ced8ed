"use client";
import { useQuery } from "@tanstack/react-query";
import { ago, fullTime } from "@/lib/format";
import { useProjectContext } from "@/lib/project-context";
import { changeRequestsQuery, useStateWrite } from "@/products/flags/states/api";
import type { ChangeRequest, FlagPlace } from "@/products/flags/states/types";
import { describeRequest } from "@/products/flags/states/words";
import { Button } from "@/ui/button";
import { Panel } from "@/ui/page";
import { ErrorState } from "@/ui/states";
import { toast } from "@/ui/toast";

interface WaitingChangesProps {
  readonly flagId: number;
  readonly places: readonly FlagPlace[];
}

const DONE = { approve: "Approved and applied.", reject: "Rejected.", withdraw: "Withdrawn." } as const;

/** Changes that wait for a second person; nothing when there are none. */
export function WaitingChanges({ flagId, places }: WaitingChangesProps) {
  const { project, me } = useProjectContext();
  const requests = useQuery(changeRequestsQuery(project.id, flagId));
  const write = useStateWrite(project.id, flagId);
  if (requests.error)
    return (
      <ErrorState
        title="Waiting changes could not be loaded."
        error={requests.error}
        onRetry={() => void requests.refetch()}
      />
    );
  const waiting = (requests.data ?? []).filter(({ state }) => state === "pending");
  if (waiting.length === 0) return null;
  const decide = (request: ChangeRequest, verb: keyof typeof DONE) =>
    write.mutate(
      { kind: "decide", request: request.id, verb },
      {
        onSuccess: () => toast.success(DONE[verb]),
        onError: (error) => toast.error("The change still waits.", error),
      },
    );
  return (
    <Panel title="Waiting for approval">
      <ul className="flex flex-col">
        {waiting.map((request) => {
          const author = request.created_by;
          const isOwn = author?.email === me.email;
          const place = places.find(({ environment_id }) => environment_id === request.environment_id);
          return (
            <li
              key={request.id}
              className="flex flex-wrap items-center gap-x-3 gap-y-2 border-b border-line px-3 py-2.5 last:border-0"
            >
              <div className="min-w-0 flex-1 basis-48 text-sm">
                <p className="font-medium">
                  {place?.name ?? `#${request.environment_id}`}: {describeRequest(request.change)}
                </p>
                <p className="text-xs text-muted">
                  {isOwn ? "You" : author?.first_name || author?.email || "The API"},{" "}
                  <time title={fullTime(request.created_at, project.timezone)}>
                    {ago(request.created_at)}
                  </time>
                  {isOwn && ". Someone else has to approve it."}
                </p>
                <details className="mt-1">
                  <summary className="cursor-pointer text-xs text-muted">Details</summary>
                  <pre className="mt-1 max-h-48 overflow-auto rounded-md border border-line bg-sunken/60 p-2 font-mono text-2xs">
                    {JSON.stringify(request.change, null, 2)}
                  </pre>
                </details>
              </div>
              {isOwn ? (
                <Button size="sm" busy={write.isPending} onClick={() => decide(request, "withdraw")}>
                  Withdraw
                </Button>
              ) : (
                <div className="flex gap-1.5">
                  <Button
                    size="sm"
                    variant="danger"
                    disabled={write.isPending}
                    onClick={() => decide(request, "reject")}
                  >
                    Reject
                  </Button>
                  <Button
                    size="sm"
                    variant="primary"
                    disabled={write.isPending}
                    onClick={() => decide(request, "approve")}
                  >
                    Approve
                  </Button>
                </div>
              )}
            </li>
          );
        })}
      </ul>
    </Panel>
  );
}
