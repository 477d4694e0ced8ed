"use client";
import Link from "next/link";
import { projectPath, useProject } from "@/lib/project-context";
import { AppearanceSettings } from "@/products/settings/appearance-settings";
import { KeySettings } from "@/products/settings/key-settings";
import { MemberSettings } from "@/products/settings/member-settings";
import { ProjectSettings } from "@/products/settings/project-settings";
import { cn } from "@/ui/cn";
import { PageHeader } from "@/ui/page";
import { EmptyState } from "@/ui/states";

const SECTIONS = [
  { key: "project", title: "Project", view: ProjectSettings },
  { key: "keys", title: "API keys", view: KeySettings },
  { key: "members", title: "Members", view: MemberSettings },
  { key: "appearance", title: "Appearance", view: AppearanceSettings },
] as const;

/** Settings with one address a section. */
export function SettingsPage({ section }: { readonly section: string }) {
  const project = useProject();
  const current = SECTIONS.find(({ key }) => key === section);
  return (
    <>
      <PageHeader title="Settings" />
      <nav aria-label="Sections" className="flex gap-5 overflow-x-auto border-b border-line px-4 md:px-6">
        {SECTIONS.map(({ key, title }) => (
          <Link
            key={key}
            href={projectPath(project.id, `/settings/${key}`)}
            aria-current={key === section ? "page" : undefined}
            className={cn(
              "-mb-px border-b-2 border-transparent py-2 text-sm whitespace-nowrap text-muted hover:text-text",
              key === section && "border-accent font-medium text-text",
            )}
          >
            {title}
          </Link>
        ))}
      </nav>
      <div className="flex max-w-3xl flex-col gap-4 p-4 md:p-6">
        {current ? <current.view /> : <EmptyState title="There is no such section" />}
      </div>
    </>
  );
}
