"use client";
import { projectPath, useProject } from "@/lib/project-context";
import { SectionNav } from "@/ui/section-nav";

const SECTIONS = [
  { key: "events", title: "Events" },
  { key: "properties", title: "Properties" },
  { key: "actions", title: "Actions" },
  { key: "annotations", title: "Annotations" },
  { key: "warnings", title: "Warnings" },
] as const;

/** The pages of data management. */
export function DataSections({ active }: { readonly active: (typeof SECTIONS)[number]["key"] }) {
  const project = useProject();
  return (
    <SectionNav
      label="Data management"
      sections={SECTIONS.map(({ key, title }) => ({
        href: projectPath(project.id, `/data/${key}`),
        title,
        active: key === active,
      }))}
    />
  );
}
