import { expect, it } from "vitest";
import { partitionConfig } from "./config.ts";

it.each([
  ["defaults", { PARTITIONS: "16" }, { partitions: 16, groupMs: 2, batchRows: 20_000 }],
  [
    "bindings win",
    { PARTITIONS: "2", PARTITION_GROUP_MS: "0", PARTITION_BATCH_ROWS: "5" },
    { partitions: 2, groupMs: 0, batchRows: 5 },
  ],
  [
    "nonsense is ignored",
    { PARTITIONS: "many", PARTITION_BACKLOG_ROWS: "-1", PARTITION_FLUSH_MS: "" },
    { partitions: 1, backlogRows: 2_000_000, flushMs: 200 },
  ],
])("%s", (_name, vars, expected) => {
  expect(partitionConfig(vars)).toMatchObject(expected);
});
