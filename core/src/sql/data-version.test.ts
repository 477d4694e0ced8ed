import { describe, expect, it } from "vitest";
import { dataVersionQuery, versionedTables } from "./data-version.ts";

describe("tables whose state decides what a query answers", () => {
  it.each<[string, string, readonly string[] | undefined]>([
    ["events alone", "SELECT count() FROM events AS events WHERE x", ["events"]],
    ["what is filled from events", "SELECT 1 FROM sessions JOIN events_daily ON 1", ["events"]],
    [
      "joins, subqueries and sets",
      "SELECT 1 FROM events LEFT JOIN (SELECT a FROM person_overrides) AS o WHERE k IN (SELECT person_key FROM cohort_members)",
      ["cohort_members", "events", "person_overrides"],
    ],
    ["parts of the query's own", "WITH cte_a AS (SELECT 1 FROM groups) SELECT * FROM cte_a AS a", ["groups"]],
    ["a set written out", "SELECT 1 FROM events WHERE x IN tuple(1, 2)", ["events"]],
    ["no table at all", "SELECT 1", []],
    ["a table whose state isn't known", "SELECT 1 FROM ingestion_warnings", undefined],
    ["the clock", "SELECT count() FROM events WHERE timestamp > now() - 60", undefined],
    ["today", "SELECT toDate(today()) FROM events", undefined],
    ["chance", "SELECT rand64() FROM events", undefined],
    ["a name with now in it", "SELECT known(1), snow FROM events", ["events"]],
  ])("%s", (_, printed, tables) => expect(versionedTables(printed)).toEqual(tables));
});

describe("dataVersionQuery", () => {
  it("binds the environment for every table", () => {
    const tables = [
      "events",
      "persons",
      "person_overrides",
      "person_distinct_ids",
      "groups",
      "cohort_members",
      "cohort_list",
    ];
    const { sql, params } = dataVersionQuery(7, tables);
    const binding = Object.entries(params).find(([, { type }]) => type === "UInt32");
    expect(binding?.[1].value).toBe(7);
    expect(sql.split(`environment_id = {${binding?.[0]}:UInt32}`)).toHaveLength(tables.length + 1);
  });
});
