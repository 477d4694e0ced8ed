import { SHARD_SUFFIX } from "../ddl.ts";
import type { Migration } from "./migration.ts";

/** Events kept while their organisation was over a limit stand for several: 1 for all others. */
export const sampleWeight: Migration = {
  version: 5,
  name: "sample-weight",
  statements({ database, cluster }) {
    const add = (table: string) =>
      `ALTER TABLE ${database}.${table}${cluster === undefined ? "" : ` ON CLUSTER '${cluster}'`} ` +
      "ADD COLUMN IF NOT EXISTS sample_weight UInt16 DEFAULT 1";
    return cluster === undefined ? [add("events")] : [add(`events${SHARD_SUFFIX}`), add("events")];
  },
};
