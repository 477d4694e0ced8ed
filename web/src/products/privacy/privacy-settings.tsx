import { DeletionsPanel } from "@/products/privacy/deletions-panel";
import { ExportsPanel } from "@/products/privacy/exports-panel";
import { ImportsPanel } from "@/products/privacy/imports-panel";
import { PeoplePanel } from "@/products/privacy/people-panel";
import { RetentionPanel } from "@/products/privacy/retention-panel";

/** What is kept of people, for how long, how it goes and how it leaves. */
export function PrivacySettings() {
  return (
    <>
      <PeoplePanel />
      <RetentionPanel />
      <DeletionsPanel />
      <ExportsPanel />
      <ImportsPanel />
    </>
  );
}
