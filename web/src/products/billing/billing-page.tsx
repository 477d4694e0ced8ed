"use client";
import { projectPath, useProject } from "@/lib/project-context";
import { CostsSection } from "@/products/billing/costs-section";
import { InvoicesSection } from "@/products/billing/invoices-section";
import { LimitsSection } from "@/products/billing/limits-section";
import { MonthSection } from "@/products/billing/month-section";
import { PlanNotice } from "@/products/billing/plan-notice";
import { PlanSection } from "@/products/billing/plan-section";
import { RulesSection } from "@/products/billing/rules-section";
import { UsageSection } from "@/products/billing/usage-section";
import { Button } from "@/ui/button";
import { PageHeader } from "@/ui/page";
import { SectionNav } from "@/ui/section-nav";
import { EmptyState } from "@/ui/states";

const SECTIONS = [
  { key: "month", title: "This month", view: MonthSection },
  { key: "plan", title: "Plan", view: PlanSection },
  { key: "usage", title: "Usage", view: UsageSection },
  { key: "costs", title: "Costs", view: CostsSection },
  { key: "limits", title: "Limits", view: LimitsSection },
  { key: "rules", title: "Rules", view: RulesSection },
  { key: "invoices", title: "Invoices", view: InvoicesSection },
] as const;

/** What the organisation uses, what that costs, and where it stops. */
export function BillingPage({ section }: { readonly section: string }) {
  const project = useProject();
  const current = SECTIONS.find(({ key }) => key === section);
  return (
    <>
      <PageHeader
        title="Usage and billing"
        actions={
          <Button asChild>
            <a href="/pricing">Price calculator</a>
          </Button>
        }
      />
      <SectionNav
        label="Usage and billing"
        sections={SECTIONS.map(({ key, title }) => ({
          href: projectPath(project.id, `/billing/${key}`),
          title,
          active: key === section,
        }))}
      />
      <div className="flex max-w-5xl flex-col gap-4 p-4 md:p-6">
        <PlanNotice />
        {current ? <current.view /> : <EmptyState title="There is no such page" />}
      </div>
    </>
  );
}
