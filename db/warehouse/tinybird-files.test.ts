import { describe, expect, it } from "vitest";
import { ENDPOINTS } from "./endpoints/index.ts";
import { TABLES } from "./tables/index.ts";
import { staleTinybirdFiles, tinybirdFiles } from "./tinybird-files.ts";
import { validatorOf } from "./tinybird-types.ts";
import { VIEWS } from "./views/index.ts";

describe("Tinybird's data files", () => {
  it("are current (else: node db/warehouse/tinybird-files.ts)", async () => {
    expect(await staleTinybirdFiles()).toEqual([]);
  });

  it("hold every table, view and endpoint", async () => {
    const names = [...(await tinybirdFiles()).keys()].toSorted();
    const wanted = [
      ...TABLES.map(({ name }) => `datasources/${name}.datasource`),
      ...[...VIEWS, ...ENDPOINTS].map(({ name }) => `pipes/${name}.pipe`),
    ];
    expect(names).toEqual(wanted.toSorted());
  });

  it("give every ingested column that may be absent a default, so that no row is put aside for it", async () => {
    const events = (await tinybirdFiles()).get("datasources/events.datasource") ?? "";
    const bare = events
      .split("\n")
      .filter((line) => line.includes("`json:") && !/DEFAULT|Nullable/.test(line));
    expect(bare.map((line) => line.trim().split(" ")[0])).toEqual([
      "environment_id",
      "uuid",
      "event",
      "timestamp",
      "day",
      "person_key",
    ]);
  });
});

describe("validatorOf", () => {
  const types = new Set(TABLES.flatMap(({ columns }) => Object.values(columns).map(({ type }) => type)));

  it.each([...types])("keeps %s as it is spelled", (type) => {
    expect((validatorOf(type) as { _tinybirdType: string })._tinybirdType).toBe(type);
  });

  it("refuses a type it doesn't know", () => {
    expect(() => validatorOf("SimpleAggregateFunction(any, JSON)")).toThrow(
      "No Tinybird type is known for JSON",
    );
  });
});
