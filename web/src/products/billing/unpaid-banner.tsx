"use client";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { projectPath, useProject } from "@/lib/project-context";
import { planQuery } from "@/products/billing/plan-api";
import { planNotice } from "@/products/billing/plan-text";
import { useOrganizationId } from "@/products/billing/use-organization";

/** On every page but those of billing: that events are only counted, since an invoice was not paid. */
export function UnpaidBanner() {
  const project = useProject();
  const pathname = usePathname() ?? "";
  const plan = useQuery({ ...planQuery(useOrganizationId()), retry: false }).data;
  const notice = plan?.status === "unpaid" ? planNotice(plan) : null;
  if (!notice || pathname.includes("/billing/")) return null;
  return (
    <p role="alert" className="border-b border-danger bg-danger-soft px-4 py-2 text-sm">
      <span className="font-medium">{notice.title}</span>{" "}
      <Link href={projectPath(project.id, "/billing/plan")} className="underline">
        Pay and restore
      </Link>
    </p>
  );
}
