"use client";
import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useState } from "react";
import { useProject } from "@/lib/project-context";
import { environmentListQuery } from "@/products/environments/api";
import { schedulesQuery, useCancelSchedule } from "@/products/flags/schedules/api";
import { PlanDialog } from "@/products/flags/schedules/plan-dialog";
import { ScheduleRow } from "@/products/flags/schedules/schedule-row";
import type { Schedule } from "@/products/flags/schedules/types";
import { describeOperation } from "@/products/flags/schedules/words";
import type { Flag } from "@/products/flags/types";
import { StartDialog } from "@/products/releases/start-dialog";
import { Button } from "@/ui/button";
import { Confirm } from "@/ui/dialog";
import { Panel } from "@/ui/page";
import { SkeletonRows } from "@/ui/skeleton";
import { EmptyState, ErrorState } from "@/ui/states";
import { toast } from "@/ui/toast";

/** Changes that happen by themselves: to come and past ones. */
export function SchedulesTab({ flag }: { readonly flag: Flag }) {
  const project = useProject();
  const schedules = useQuery(schedulesQuery(project.id, flag.id));
  const environments = useQuery(environmentListQuery(project.id));
  const cancel = useCancelSchedule(project.id, flag.id);
  const [adding, setAdding] = useState(false);
  const [asked, setAsked] = useState<Schedule | null>(null);
  const [guarded, setGuarded] = useState<Schedule | null>(null);
  if (schedules.error) return <ErrorState error={schedules.error} onRetry={() => void schedules.refetch()} />;
  if (!schedules.data) return <SkeletonRows rows={4} />;
  const nameOf = (id: number) =>
    environments.data?.results.find((environment) => environment.id === id)?.name ?? `#${id}`;
  const here = environments.data?.results.find(({ id }) => id === project.id)?.name ?? "this environment";
  const toCome = schedules.data.results.filter(({ executed_at }) => executed_at === null);
  const past = schedules.data.results.filter(({ executed_at }) => executed_at !== null).reverse();
  const rows = (list: readonly Schedule[]) => (
    <ul className="flex flex-col">
      {list.map((schedule) => (
        <ScheduleRow
          key={schedule.id}
          schedule={schedule}
          place={nameOf(schedule.team_id)}
          {...(schedule.executed_at === null ? { onCancel: () => setAsked(schedule) } : {})}
          {...(isGuardable(schedule, project.id) ? { onGuard: () => setGuarded(schedule) } : {})}
        />
      ))}
    </ul>
  );
  const add = (
    <Button size="sm" onClick={() => setAdding(true)}>
      <Plus /> Plan a change
    </Button>
  );
  return (
    <div className="flex max-w-4xl flex-col gap-4">
      {toCome.length === 0 && past.length === 0 ? (
        <EmptyState className="mx-0 mt-1" title="Nothing is planned" action={add}>
          Switch the flag at a set time, repeat that, or widen it step by step.
        </EmptyState>
      ) : (
        <Panel title="To come" actions={add}>
          {toCome.length === 0 ? <p className="p-3 text-sm text-muted">Nothing is planned.</p> : rows(toCome)}
        </Panel>
      )}
      {past.length > 0 && <Panel title="Done">{rows(past)}</Panel>}
      {guarded && (
        <StartDialog
          flag={flag}
          ramp={{ id: guarded.id, text: describeOperation(guarded.payload) }}
          onClose={() => setGuarded(null)}
        />
      )}
      {adding && <PlanDialog flag={flag} place={here} onClose={() => setAdding(false)} />}
      <Confirm
        open={asked !== null}
        onOpenChange={(open) => !open && setAsked(null)}
        title="Cancel this change?"
        action="Cancel the change"
        busy={cancel.isPending}
        onConfirm={() =>
          asked &&
          cancel.mutate(asked.id, {
            onSuccess: () => toast.success("The planned change is cancelled."),
            onError: (error) => toast.error("The planned change could not be cancelled.", error),
            onSettled: () => setAsked(null),
          })
        }
      >
        {asked && `“${describeOperation(asked.payload)}” will not happen. What it did so far stays.`}
      </Confirm>
    </div>
  );
}

/** A ramp of this environment that is still to come, or goes on. */
const isGuardable = ({ payload, executed_at, team_id }: Schedule, environmentId: number): boolean =>
  payload.operation === "ramp" && executed_at === null && team_id === environmentId;
