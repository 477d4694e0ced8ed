import { ARCHIVE_PREFIX } from "../../partition/outbox/archive.ts";
import { EDGE_LIST_PREFIX } from "../cohorts/edge-store.ts";
import { RETIRED_PREFIX } from "../retention/names.ts";

export const EXPORT_PREFIX = "exports/";
export const IMPORT_PREFIX = "imports/";

/** Where the object storage holds files of environments, each below its number. Recordings: `core/src/replay/block.ts`. */
export const ENVIRONMENT_FOLDERS = [
  "recordings/",
  ARCHIVE_PREFIX,
  RETIRED_PREFIX,
  EXPORT_PREFIX,
  IMPORT_PREFIX,
  EDGE_LIST_PREFIX,
] as const;
