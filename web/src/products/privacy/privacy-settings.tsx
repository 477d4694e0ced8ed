"use client";
import { useMe } from "@/lib/session";
import { DeletionsPanel } from "@/products/privacy/deletions-panel";
import { ExportsPanel } from "@/products/privacy/exports-panel";
import { ImportsPanel } from "@/products/privacy/imports-panel";
import { PeoplePanel } from "@/products/privacy/people-panel";
import { RetentionPanel } from "@/products/privacy/retention-panel";

/** What is kept of people, for how long, how it goes and how it leaves. */
export function PrivacySettings() {
  const role = useMe().data?.organization?.role;
  const administrates = role === "admin" || role === "owner";
  return (
    <>
      <PeoplePanel />
      <RetentionPanel />
      <DeletionsPanel />
      {administrates && <ExportsPanel />}
      {administrates && <ImportsPanel />}
      {role !== undefined && !administrates && (
        <p className="text-sm text-muted">Exports and imports of the whole project are for admins.</p>
      )}
    </>
  );
}
