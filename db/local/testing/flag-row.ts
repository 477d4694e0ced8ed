import type { FlagRow } from "../../mysql/repos/flags.ts";

/** A flag that is on for nobody, ready to be inserted. */
export const flagRow = (
  key: string,
  now: Date,
  change: Partial<FlagRow> = {},
): Omit<FlagRow, "id" | "projectId"> => ({
  key,
  liveKey: key,
  name: "",
  filters: { groups: [] },
  active: true,
  archived: false,
  deleted: false,
  version: 1,
  ensureExperienceContinuity: false,
  evaluationRuntime: "all",
  bucketingIdentifier: null,
  evaluationContexts: [],
  tags: [],
  isRemoteConfiguration: false,
  hasEncryptedPayloads: false,
  creationContext: "feature_flags",
  rollbackConditions: [],
  environments: {},
  createdBy: null,
  lastModifiedBy: null,
  createdAt: now,
  updatedAt: now,
  ...change,
});
