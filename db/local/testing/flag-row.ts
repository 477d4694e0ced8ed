import { blankFlag } from "../../mysql/repos/blank-flag.ts";
import type { FlagRow } from "../../mysql/repos/flags.ts";

/** A flag that is on for nobody, ready to be inserted. */
export const flagRow = (
  key: string,
  now: Date,
  change: Partial<FlagRow> = {},
): Omit<FlagRow, "id" | "projectId"> => ({ ...blankFlag(now), key, liveKey: key, ...change });
