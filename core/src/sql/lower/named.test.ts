import { describe, expect, it } from "vitest";
import type { Expr } from "../ast.ts";
import { call, compare, constant, field, select } from "../build.ts";
import { compileQuery } from "../compile.ts";

function printed(where: Expr, from = "events"): string {
  const result = compileQuery(select({ select: [constant(1)], from, where }), {
    environmentId: 7,
    timezone: "UTC",
    weekStartDay: 1,
    hasPersonOverrides: false,
    now: 0,
    limits: { defaultRows: null },
    actions: new Map([[3, { id: 3, name: "Paid", steps: [{ event: "paid" }, { url: "/thanks" }] }]]),
    cohorts: new Map([[5, { id: 5, name: "Pros" }]]),
  });
  if (!result.ok) return `error: ${result.error.message}`;
  const values = result.value.params as Readonly<Record<string, { value: unknown }>>;
  return result.value.sql.replaceAll(/\{(p\d+):\w+\}/g, (_, name: string) =>
    JSON.stringify(values[name]?.value),
  );
}

const inCohort = (person: Expr, cohort: Expr, op: "in cohort" | "not in cohort" = "in cohort") =>
  compare(person, op, cohort);

describe("what queries name", () => {
  it.each([
    ["number", constant(3)],
    ["name", constant("Paid")],
  ])("an action by %s", (_, id) => {
    const sql = printed(call("matchesAction", id));
    expect(sql).toContain('events.event = "paid"');
    expect(sql).toContain('LIKE "%/thanks%"');
    expect(sql).toContain("environment_id = 7");
  });

  it.each<[string, Expr, string]>([
    ["by number", inCohort(field("person_id"), constant(5)), "(events.person_key IN ("],
    [
      "by name",
      inCohort(field("person", "id"), constant("Pros"), "not in cohort"),
      "(events.person_key NOT IN (",
    ],
    ["of the row", call("inCohort", constant(5)), "(events.person_key IN ("],
    ["of another person", call("inCohort", call("toUUID", constant("x")), constant(5)), "person_id FROM"],
  ])("a cohort %s, within the tenant", (_, where, expected) => {
    const sql = printed(where);
    expect(sql).toContain(expected);
    expect(sql).toContain("cohort_members.environment_id = 7");
    expect(sql).toContain("cohort_id = 5");
  });

  it.each<[Expr, string]>([
    [call("matchesAction", constant("paid")), 'Action "paid" does not exist.'],
    [call("matchesAction", field("event")), "Action: give its number, or its name in quotes."],
    [inCohort(field("person_id"), constant(6)), "Cohort 6 does not exist."],
  ])("says what is wrong: %#", (where, message) => expect(printed(where)).toBe(`error: ${message}`));
});
