import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { type InsightCase, insightCase } from "../../../scripts/cases/insights/case-file.ts";
import { project } from "../../../scripts/cases/insights/compare.ts";
import { toCaseAnswer } from "../../../scripts/cases/insights/read.ts";
import { toApiQuery } from "../../../scripts/cases/insights/translate.ts";
import { sharedFiles } from "../../../scripts/cases/shared.ts";
import type { TestEvent } from "./event-rows.ts";
import type { InsightRunner } from "./insight-runner.ts";

/** The reference cases whose file name passes `test`, by name. */
export function sharedCases(test: RegExp): readonly (readonly [string, InsightCase])[] {
  return sharedFiles("insights", test).map((file) => {
    const name = basename(file);
    return [name, insightCase(JSON.parse(readFileSync(file, "utf8")), name)] as const;
  });
}

/** What the case's query answers on the runner's engine, with the case in an environment of its own. */
export async function runCase(runner: InsightRunner, one: InsightCase, environmentId: number) {
  await runner.insert(environmentId, caseEvents(one));
  const { timezone = "UTC", week_start: weekStartDay = 0 } = one.query;
  const answer = await runner.run(toApiQuery(one.query), { environmentId, timezone, weekStartDay });
  return project(toCaseAnswer(one, answer), one.expected);
}

/** Merged persons are stored merged: merging itself is tried with the partition. */
function caseEvents({ events, persons, query }: InsightCase): TestEvent[] {
  const personOf = new Map(Object.entries(persons).flatMap(([name, ids]) => ids.map((id) => [id, name])));
  return events.map(({ event, distinct_id, timestamp, properties = {} }) => ({
    event,
    user: personOf.get(distinct_id) ?? distinct_id,
    at: new Date(timestamp).toISOString(),
    properties: properties as NonNullable<TestEvent["properties"]>,
    ...(query.group_by_property ? { groups: [String(properties[query.group_by_property] ?? "")] } : {}),
  }));
}
