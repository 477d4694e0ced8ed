"use client";
import { ChartNoAxesCombined, MoreHorizontal, Snowflake, Trash2 } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { projectPath, useProject } from "@/lib/project-context";
import { type Cohort, useFreezeCohort, useSaveCohort } from "@/products/cohorts/api";
import { Button } from "@/ui/button";
import { Confirm } from "@/ui/dialog";
import { Dropdown, DropdownItem, DropdownSeparator } from "@/ui/dropdown";
import { toast } from "@/ui/toast";

/** What can be done with a cohort besides looking at it. */
export function CohortActions({ cohort }: { readonly cohort: Cohort }) {
  const project = useProject();
  const router = useRouter();
  const [deleting, setDeleting] = useState(false);
  const freeze = useFreezeCohort(project.id);
  const save = useSaveCohort(project.id, cohort.id);
  const trend = {
    kind: "TrendsQuery",
    series: [{ kind: "EventsNode", event: "$pageview", name: "$pageview", math: "dau" }],
    properties: [{ type: "cohort", key: "id", value: cohort.id, operator: "in", cohort_name: cohort.name }],
  };
  return (
    <>
      <Button asChild>
        <Link
          href={`${projectPath(project.id, "/insights/new")}?q=${encodeURIComponent(JSON.stringify(trend))}`}
        >
          <ChartNoAxesCombined /> Trend
        </Link>
      </Button>
      <Dropdown
        trigger={
          <Button size="icon" variant="quiet" aria-label="More about this cohort">
            <MoreHorizontal />
          </Button>
        }
      >
        <DropdownItem
          onSelect={() =>
            freeze.mutate(cohort.id, {
              onSuccess: ({ id }) => router.push(projectPath(project.id, `/cohorts/${id}`)),
              onError: (error) => void toast.error("The cohort could not be copied.", error),
            })
          }
        >
          <Snowflake /> Copy as a list
        </DropdownItem>
        <DropdownSeparator />
        <DropdownItem danger onSelect={() => setDeleting(true)}>
          <Trash2 /> Delete
        </DropdownItem>
      </Dropdown>
      <Confirm
        open={deleting}
        onOpenChange={setDeleting}
        title={`Delete ${cohort.name}?`}
        action="Delete cohort"
        busy={save.isPending}
        onConfirm={() =>
          save.mutate(
            { deleted: true },
            {
              onSuccess: () => router.push(projectPath(project.id, "/cohorts")),
              onError: (error) => void toast.error(`${cohort.name} could not be deleted.`, error),
              onSettled: () => setDeleting(false),
            },
          )
        }
      >
        Its people stay. Insights and flags that ask for it can no longer be computed.
      </Confirm>
    </>
  );
}
