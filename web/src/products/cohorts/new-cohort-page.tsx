"use client";
import { useRouter } from "next/navigation";
import { projectPath, useProject } from "@/lib/project-context";
import { CohortEditor } from "@/products/cohorts/cohort-editor";
import { Crumbs } from "@/ui/crumbs";
import { PageHeader } from "@/ui/page";

/** A cohort that isn't there yet. */
export function NewCohortPage() {
  const project = useProject();
  const router = useRouter();
  return (
    <>
      <PageHeader
        title={
          <Crumbs trail={[{ href: projectPath(project.id, "/cohorts"), title: "Cohorts" }]}>
            New cohort
          </Crumbs>
        }
      />
      <div className="p-4 md:p-6">
        <CohortEditor
          cohort={null}
          onSaved={({ id }) => router.replace(projectPath(project.id, `/cohorts/${id}`))}
        />
      </div>
    </>
  );
}
