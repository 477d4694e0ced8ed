"use client";
import { useRouter } from "next/navigation";
import { projectPath, useProject } from "@/lib/project-context";
import { FlagEditor } from "@/products/flags/editor/flag-editor";
import { PageHeader } from "@/ui/page";

export function NewFlagPage() {
  const project = useProject();
  const router = useRouter();
  return (
    <>
      <PageHeader title="New feature flag" />
      <div className="p-4 md:p-6">
        <FlagEditor
          flag={null}
          onSaved={(flag) => router.replace(projectPath(project.id, `/flags/${flag.id}`))}
        />
      </div>
    </>
  );
}
