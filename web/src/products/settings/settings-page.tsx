"use client";
import { projectPath, useProject } from "@/lib/project-context";
import { SecuritySettings } from "@/products/account/security-settings";
import { AuditSettings } from "@/products/audit/audit-settings";
import { EnvironmentSettings } from "@/products/environments/environment-settings";
import { OrganizationSettings } from "@/products/organization/organization-settings";
import { PrivacySettings } from "@/products/privacy/privacy-settings";
import { AppearanceSettings } from "@/products/settings/appearance-settings";
import { KeySettings } from "@/products/settings/key-settings";
import { MemberSettings } from "@/products/settings/member-settings";
import { ProjectSettings } from "@/products/settings/project-settings";
import { SessionSettings } from "@/products/settings/session-settings";
import { PageHeader } from "@/ui/page";
import { SectionNav } from "@/ui/section-nav";
import { EmptyState } from "@/ui/states";

const SECTIONS = [
  { key: "project", title: "Project", view: ProjectSettings },
  { key: "environments", title: "Environments", view: EnvironmentSettings },
  { key: "keys", title: "API keys", view: KeySettings },
  { key: "members", title: "Members", view: MemberSettings },
  { key: "organization", title: "Organisation", view: OrganizationSettings },
  { key: "privacy", title: "Privacy & data", view: PrivacySettings },
  { key: "audit", title: "Audit log", view: AuditSettings },
  { key: "security", title: "Log-in", view: SecuritySettings },
  { key: "sessions", title: "Sessions", view: SessionSettings },
  { key: "appearance", title: "Appearance", view: AppearanceSettings },
] as const;

/** Settings with one address a section. */
export function SettingsPage({ section }: { readonly section: string }) {
  const project = useProject();
  const current = SECTIONS.find(({ key }) => key === section);
  return (
    <>
      <PageHeader title="Settings" />
      <SectionNav
        label="Sections"
        sections={SECTIONS.map(({ key, title }) => ({
          href: projectPath(project.id, `/settings/${key}`),
          title,
          active: key === section,
        }))}
      />
      <div className="flex max-w-3xl flex-col gap-4 p-4 md:p-6">
        {current ? <current.view /> : <EmptyState title="There is no such section" />}
      </div>
    </>
  );
}
