import type { FlagRow } from "./flags.ts";

/** A flag that is on and matches nobody, as it is before anything is said of it; `createdAt` and `updatedAt` are `now`. */
export const blankFlag = (now: Date): Omit<FlagRow, "id" | "projectId"> => ({
  key: "",
  liveKey: "",
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
});
