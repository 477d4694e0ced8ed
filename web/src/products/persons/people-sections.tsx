"use client";
import { projectPath, useProject } from "@/lib/project-context";
import { groupTypeTitle } from "@/products/groups/group-name";
import { SectionNav } from "@/ui/section-nav";

/** Persons, the groups of each type, and receipts of those who were deleted. */
export function PeopleSections({ active }: { readonly active: "persons" | "deletions" | number }) {
  const project = useProject();
  const types = project.group_types ?? [];
  return (
    <SectionNav
      label="People"
      sections={[
        { href: projectPath(project.id, "/persons"), title: "Persons", active: active === "persons" },
        ...types.map(({ group_type, group_type_index, name_plural }) => ({
          href: projectPath(project.id, `/groups/${group_type_index}`),
          title: groupTypeTitle({ group_type, group_type_index, name_plural }),
          active: active === group_type_index,
        })),
        {
          href: projectPath(project.id, "/persons/deletions"),
          title: "Deletions",
          active: active === "deletions",
        },
      ]}
    />
  );
}
