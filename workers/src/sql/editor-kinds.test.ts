import type { JsonObject } from "@edgewise/core/events/types.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { personRow, type SqlBed, startSqlBed } from "../../test/query/sql-bed.ts";

let bed: SqlBed;

beforeAll(async () => {
  bed = await startSqlBed();
  await bed.rows("persons", [personRow(1, "ada", { email: "ada@x.io", name: "Ada" })]);
});
afterAll(() => bed?.close());

const run: SqlBed["run"] = (query, over) => bed.run(query, over);

describe("the editor's kinds", () => {
  it.each<[JsonObject, JsonObject]>([
    [{ query: "select event from events" }, { isValid: true, errors: [], table_names: ["events"] }],
    [
      { query: "select evnt from events" },
      {
        isValid: false,
        errors: [
          {
            start: 7,
            end: 11,
            fix: "event",
            message: "Unable to resolve field: evnt. Perhaps you meant 'event'",
          },
        ],
      },
    ],
    [{ query: "select event frm events where" }, { isValid: false }],
    [{ query: "properties.x > 1", language: "hogQLExpr" }, { isValid: true }],
    [{ query: "select {filters.dateRange.from}" }, { isValid: true }],
    [{ query: "x", language: "hog" }, { isValid: false }],
  ])("HogQLMetadata %j", async (more, expected) => {
    expect(await run({ kind: "HogQLMetadata", ...more })).toMatchObject(expected);
  });

  it.each([
    ["tables", "select event from ev", undefined, { label: "events", insertText: "events", kind: "Folder" }],
    [
      "fields",
      "select di from events",
      9,
      { label: "distinct_id", insertText: "distinct_id", kind: "Variable" },
    ],
    ["functions", "select coun from events", 11, { label: "count", insertText: "count()", kind: "Function" }],
    [
      "properties of persons",
      "select person.properties.e from events",
      26,
      { label: "email", kind: "Variable" },
    ],
  ])("HogQLAutocomplete: %s", async (_name, query, end, expected) => {
    const endPosition = end ?? query.length;
    const answer = (await run({ kind: "HogQLAutocomplete", query, startPosition: 7, endPosition })) as {
      suggestions: JsonObject[];
    };
    expect(answer).toMatchObject({ incomplete_list: false });
    expect(answer.suggestions).toContainEqual(expect.objectContaining(expected));
    expect(answer.suggestions).not.toContainEqual(expect.objectContaining({ label: "environment_id" }));
  });

  it.each(["hog", "hogTemplate"])("HogQLAutocomplete knows no %s", async (language) => {
    const query = {
      kind: "HogQLAutocomplete",
      language,
      query: "select e",
      startPosition: 7,
      endPosition: 8,
    };
    expect(await run(query)).toEqual({ suggestions: [], incomplete_list: false });
  });

  it("lists tables and fields", async () => {
    const { tables } = (await run({ kind: "DatabaseSchemaQuery" })) as {
      tables: Record<string, { fields: JsonObject }>;
    };
    expect(Object.keys(tables)).toEqual(expect.arrayContaining(["events", "persons", "groups", "sessions"]));
    expect(tables.events?.fields).toMatchObject({
      event: { type: "string" },
      person: { type: "lazy_table", table: "persons" },
    });
  });
});
