"use client";
import { useRouter } from "next/navigation";
import { projectPath, useProject } from "@/lib/project-context";
import { emptyExperiment } from "@/products/experiments/draft";
import { ExperimentForm } from "@/products/experiments/experiment-form";
import { Crumbs } from "@/ui/crumbs";
import { PageHeader } from "@/ui/page";

export function NewExperimentPage() {
  const project = useProject();
  const router = useRouter();
  const list = projectPath(project.id, "/experiments");
  return (
    <>
      <PageHeader title={<Crumbs trail={[{ href: list, title: "Experiments" }]}>New experiment</Crumbs>} />
      <div className="p-4 md:p-6">
        <ExperimentForm
          draft={emptyExperiment()}
          experiment={null}
          onSaved={({ id }) => router.replace(projectPath(project.id, `/experiments/${id}`))}
        />
      </div>
    </>
  );
}
