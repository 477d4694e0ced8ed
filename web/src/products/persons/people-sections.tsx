"use client";
import { projectPath, useProject } from "@/lib/project-context";
import { SectionNav } from "@/ui/section-nav";

/** Persons and, beside them, the groups of each type; nothing in projects without groups. */
export function PeopleSections({ active }: { readonly active: "persons" | number }) {
  const project = useProject();
  const types = project.group_types ?? [];
  if (types.length === 0) return null;
  return (
    <SectionNav
      label="People"
      sections={[
        { href: projectPath(project.id, "/persons"), title: "Persons", active: active === "persons" },
        ...types.map(({ group_type, group_type_index, name_plural }) => ({
          href: projectPath(project.id, `/groups/${group_type_index}`),
          title: name_plural || group_type,
          active: active === group_type_index,
        })),
      ]}
    />
  );
}
