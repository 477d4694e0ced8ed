"use client";
import { PersonalKeys } from "@/products/settings/personal-keys";
import { SecretKeys } from "@/products/settings/secret-keys";

/** Keys for programs: personal ones for the REST API, secret ones for server SDKs. */
export function KeySettings() {
  return (
    <>
      <PersonalKeys />
      <SecretKeys />
    </>
  );
}
