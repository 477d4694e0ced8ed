import { describe, expect, it } from "vitest";
import { columnClause, createTable, createView } from "./ddl.ts";
import { defineTable } from "./schema/table.ts";
import { defineView } from "./schema/view.ts";
import { TABLES } from "./tables/index.ts";
import { VIEWS } from "./views/index.ts";

const source = defineTable("source", {
  description: "",
  columns: { id: "UInt32", text: { type: "String", codec: "ZSTD(3)", default: "'x'" }, version: "UInt64" },
  engine: { kind: "ReplacingMergeTree", version: "version" },
  orderBy: ["id", "version"],
  primaryKey: ["id"],
  partitionBy: "id % 4",
  ttl: "now() + INTERVAL 1 DAY",
  shardBy: "id",
});
const target = defineTable("target", {
  description: "",
  columns: { id: "UInt32" },
  engine: { kind: "MergeTree" },
  orderBy: ["id"],
});
const view = defineView("source_view", {
  description: "",
  from: source,
  to: target,
  select: "SELECT id FROM {from}",
});

describe("createTable", () => {
  it("prints one plain table", () => {
    expect(createTable(source, { database: "d" })).toEqual([
      "CREATE TABLE IF NOT EXISTS d.source\n(\n    id UInt32,\n    text String DEFAULT 'x' CODEC(ZSTD(3)),\n" +
        "    version UInt64\n)\nENGINE = ReplacingMergeTree(version)\nPARTITION BY id % 4\nPRIMARY KEY (id)\n" +
        "ORDER BY (id, version)\nTTL now() + INTERVAL 1 DAY\nSETTINGS non_replicated_deduplication_window = 10000",
    ]);
  });

  it("prints a replicated shard and a distributed table over it for a cluster", () => {
    const [shard, distributed] = createTable(source, { database: "d", cluster: "c" });
    expect(shard).toContain("CREATE TABLE IF NOT EXISTS d.source_shard ON CLUSTER 'c'");
    expect(shard).toContain(
      "ENGINE = ReplicatedReplacingMergeTree('/clickhouse/tables/{shard}/{database}/{table}', '{replica}', version)",
    );
    expect(shard).toContain("SETTINGS replicated_deduplication_window = 10000");
    expect(distributed).toBe(
      "CREATE TABLE IF NOT EXISTS d.source ON CLUSTER 'c' AS d.source_shard\n" +
        "ENGINE = Distributed('c', 'd', 'source_shard', id)",
    );
  });

  it("spreads rows at random where no column asks for one shard", () => {
    expect(createTable(target, { database: "d", cluster: "c" })[1]).toContain("'target_shard', rand())");
  });
});

describe("createView", () => {
  it.each([
    [
      { database: "d" },
      "CREATE MATERIALIZED VIEW IF NOT EXISTS d.source_view TO d.target AS\nSELECT id FROM d.source",
    ],
    [
      { database: "d", cluster: "c" },
      "CREATE MATERIALIZED VIEW IF NOT EXISTS d.source_view ON CLUSTER 'c' TO d.target_shard AS\n" +
        "SELECT id FROM d.source_shard",
    ],
  ])("with %j", (options, expected) => {
    expect(createView(view, options)).toBe(expected);
  });
});

describe("definitions", () => {
  it.each(TABLES.map((table) => [table.name, table] as const))(
    "%s puts the tenant first in its sort key",
    (_, table) => {
      expect(table.orderBy[0]).toBe("environment_id");
      expect(table.orderBy.slice(0, table.primaryKey?.length)).toEqual(table.primaryKey ?? table.orderBy);
    },
  );

  it.each(VIEWS.map((one) => [one.name, one] as const))("%s fills a table of the warehouse", (_, one) => {
    expect(TABLES).toContain(one.to);
    expect(one.select).toContain("{from}");
  });

  it("keeps columns in one spelling", () => {
    expect(columnClause("a", { type: "UInt8" })).toBe("a UInt8");
  });
});
