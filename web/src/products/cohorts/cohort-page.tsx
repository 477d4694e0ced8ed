"use client";
import { useQuery } from "@tanstack/react-query";
import { parseAsString, useQueryState } from "nuqs";
import { exactNumber, fullTime } from "@/lib/format";
import { projectPath, useProject } from "@/lib/project-context";
import { type Cohort, cohortQuery, isPending } from "@/products/cohorts/api";
import { CalculationState } from "@/products/cohorts/calculation-state";
import { CohortActions } from "@/products/cohorts/cohort-actions";
import { CohortEditor } from "@/products/cohorts/cohort-editor";
import { HistoryTab } from "@/products/cohorts/history-tab";
import { MembersTab } from "@/products/cohorts/members-tab";
import { Badge } from "@/ui/badge";
import { Crumbs } from "@/ui/crumbs";
import { PageHeader } from "@/ui/page";
import { SkeletonRows } from "@/ui/skeleton";
import { EmptyState, ErrorState } from "@/ui/states";
import { Tabs } from "@/ui/tabs";
import { toast } from "@/ui/toast";

/** One cohort: its members, its definition, how its size changed. */
export function CohortPage({ cohortId }: { readonly cohortId: number }) {
  const project = useProject();
  const cohort = useQuery(cohortQuery(project.id, cohortId));
  const gone = (cohort.data as { deleted?: boolean } | undefined)?.deleted === true;
  if (cohort.data && !gone) return <CohortView cohort={cohort.data} />;
  return (
    <>
      <PageHeader title={<Crumbs trail={trailOf(project.id)}>Cohort {cohortId}</Crumbs>} />
      {gone ? (
        <EmptyState title="This cohort is deleted" />
      ) : cohort.error ? (
        <ErrorState error={cohort.error} onRetry={() => void cohort.refetch()} />
      ) : (
        <SkeletonRows rows={8} />
      )}
    </>
  );
}

const trailOf = (projectId: number) => [{ href: projectPath(projectId, "/cohorts"), title: "Cohorts" }];

function CohortView({ cohort }: { readonly cohort: Cohort }) {
  const project = useProject();
  const [tab, setTab] = useQueryState("tab", parseAsString.withDefault("members"));
  const { last_calculation: last, last_error_message: failure } = cohort;
  return (
    <>
      <PageHeader
        title={
          <span className="flex min-w-0 items-center gap-2">
            <Crumbs trail={trailOf(project.id)}>{cohort.name || `Cohort ${cohort.id}`}</Crumbs>
            <Badge>{cohort.is_static ? "list" : "conditions"}</Badge>
          </span>
        }
        description={
          <span className="flex flex-wrap items-center gap-x-3">
            <CalculationState cohort={cohort} />
            {last && !isPending(cohort) && <span>computed {fullTime(last, project.timezone)}</span>}
            {cohort.description && <span>{cohort.description}</span>}
          </span>
        }
        actions={<CohortActions cohort={cohort} />}
      />
      {failure && cohort.errors_calculating > 0 && (
        <p role="alert" className="mx-4 mt-4 border-l-2 border-danger pl-3 text-sm md:mx-6">
          <span className="font-medium text-danger">The last calculation failed.</span> {failure} Members are
          those of the one before; it is tried again by itself.
        </p>
      )}
      <div className="p-4 md:p-6">
        <Tabs
          label="Cohort"
          value={tab}
          onChange={(next) => void setTab(next)}
          items={[
            {
              value: "members",
              label: cohort.count === null ? "Members" : `Members (${exactNumber(cohort.count)})`,
              content: <MembersTab cohort={cohort} />,
            },
            {
              value: "definition",
              label: cohort.is_static ? "Add people" : "Conditions",
              content: (
                <CohortEditor
                  key={cohort.pending_version}
                  cohort={cohort}
                  onSaved={() => void toast.success("Saved. The members are being computed.")}
                />
              ),
            },
            { value: "history", label: "History", content: <HistoryTab cohort={cohort} /> },
          ]}
        />
      </div>
    </>
  );
}
