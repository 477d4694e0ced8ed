"use client";
import { usePathname } from "next/navigation";
import { projectPath, useProject } from "@/lib/project-context";
import { SectionNav } from "@/ui/section-nav";

const SECTIONS = [
  { path: "/flags", title: "Flags" },
  { path: "/flags/early-access", title: "Early access" },
  { path: "/flags/holdouts", title: "Holdouts" },
];

/** Flags and what belongs to them. */
export function FlagSections() {
  const project = useProject();
  const pathname = usePathname();
  return (
    <SectionNav
      label="Feature flags"
      sections={SECTIONS.map(({ path, title }) => {
        const href = projectPath(project.id, path);
        return { href, title, active: pathname === href };
      })}
    />
  );
}
