import { expect, it } from "vitest";
import { countedWrites, writtenTable } from "./counted-writes.ts";

it.each([
  ["update `projects` set `name` = 'x'", "projects"],
  ["insert into `insights` (`id`) values (1)", "insights"],
  ["insert ignore into `insights` (`id`) values (1)", "insights"],
  ["delete from `dashboard_tiles` where `id` = 1", "dashboard_tiles"],
  ["select * from `projects` for update", null],
  ["insert into `activity_log` (`id`) values (1)", null],
  ["update `personal_api_keys` set `last_used_at` = now()", null],
  ["update `environments` set `ingested_event` = true, `updated_at` = now() where `id` = 1", null],
  ["update `environments` set `settings` = '{}' where `id` = 1", "environments"],
  ["begin", null],
])("%s", (statement, table) => expect(writtenTable(statement)).toBe(table));

it.each([
  ["changed rows are noted", "1", ["projects"]],
  ["a write that changes nothing is none", "0", []],
])("%s", async (_name, rowsAffected, expected) => {
  const tables = new Set<string>();
  const send = countedWrites(tables, async () => Response.json({ result: { rowsAffected } }));
  const answer = await send("http://db/", {
    method: "POST",
    body: '{"query":"update `projects` set `a` = 1"}',
  });
  expect(await answer.json()).toEqual({ result: { rowsAffected } });
  expect([...tables]).toEqual(expected);
});
