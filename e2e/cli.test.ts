import { beforeAll, describe, expect, it } from "vitest";
import { type CallTool, officialCli } from "./support/official-cli.ts";
import { createProject, type Project } from "./support/project.ts";

let project: Project;
let call: CallTool;
beforeAll(async () => {
  project = await createProject("posthog cli");
  call = await officialCli(project);
});

describe("the official command line client, unmodified", () => {
  it("creates and lists flags", async () => {
    const created = (await call("create-feature-flag", {
      key: "from-cli",
      name: "Made by the CLI",
      active: true,
      filters: { groups: [{ properties: [], rollout_percentage: 25 }] },
    })) as { key: string };
    expect(created.key).toBe("from-cli");
    const listed = JSON.stringify(await call("feature-flag-get-all", {}));
    expect(listed).toContain("from-cli");
  });

  it("runs SQL and trends", async () => {
    await fetch(`${project.credentials.edge}/batch/`, {
      method: "POST",
      body: JSON.stringify({
        api_key: project.token,
        batch: [1, 2, 3].map((n) => ({ event: "cli event", distinct_id: `d${n}`, properties: {} })),
      }),
    });
    await project.sqlUntil("select count() from events", (rows) => rows[0]?.[0] === 3);
    const rows = JSON.stringify(
      await call("execute-sql", { query: "select event, count() as n from events group by event" }),
    );
    expect(rows).toContain("cli event");
    const trends = JSON.stringify(
      await call("query-trends", {
        kind: "TrendsQuery",
        series: [{ kind: "EventsNode", event: "cli event" }],
        dateRange: { date_from: "-1d" },
      }),
    );
    expect(trends).toContain("cli event");
  });

  const series = [{ kind: "EventsNode", event: "cli event" }];
  const today = new Date().toISOString().slice(0, 10);
  const entity = { id: "cli event", type: "events" };
  const retentionFilter = { period: "Day", totalIntervals: 2, targetEntity: entity, returningEntity: entity };
  it.each<[string, object]>([
    ["trends", { day: today, source: { kind: "TrendsQuery", series } }],
    ["retention", { interval: 1, source: { kind: "RetentionQuery", retentionFilter } }],
    ["stickiness", { day: 1, source: { kind: "StickinessQuery", series } }],
    ["lifecycle", { day: today, status: "new", source: { kind: "LifecycleQuery", series } }],
    ["funnel", { funnelStep: 1, source: { kind: "FunnelsQuery", series: [...series, ...series] } }],
  ])("names the people behind %s", async (tool, input) => {
    const { results } = (await call(`query-${tool}-actors`, input)) as { results: { results: unknown[][] } };
    expect(results.results.map(([distinctId]) => distinctId).sort()).toEqual(["d1", "d2", "d3"]);
  });

  const told = async (tool: string, input: object) => JSON.stringify(await call(tool, input));

  it("describes people and cohorts", async () => {
    await fetch(`${project.credentials.edge}/batch/`, {
      method: "POST",
      body: JSON.stringify({
        api_key: project.token,
        batch: [
          { event: "cli person", distinct_id: "ada", properties: { size: 3, $set: { email: "ada@x.io" } } },
        ],
      }),
    });
    await project.sqlUntil(
      "select count() from persons where properties.email = 'ada@x.io'",
      (rows) => rows[0]?.[0] === 1,
    );
    const listed = (await call("persons-list", { search: "ada@" })) as { results: { uuid: string }[] };
    const id = String(listed.results[0]?.uuid);
    expect(await told("persons-property-set", { id, key: "plan", value: "pro" })).toContain('"plan":"pro"');
    expect(await told("persons-property-delete", { id, unset: "plan" })).not.toContain('"plan"');

    const behaviour = {
      type: "behavioral",
      key: "cli person",
      event_type: "events",
      value: "performed_event",
      time_value: 7,
      time_interval: "day",
    };
    const filters = { properties: { type: "OR", values: [{ type: "AND", values: [behaviour] }] } };
    expect(await call("cohorts-create", { name: "Did it", filters })).toMatchObject({ count: 1 });
    expect(await told("persons-cohorts-retrieve", { person_id: id })).toContain("Did it");
    const list = (await call("cohorts-create", { name: "Picked", is_static: true })) as { id: number };
    const add = "cohorts-add-persons-to-static-cohort-partial-update";
    expect(await call(add, { id: list.id, person_ids: [id] })).toMatchObject({ success: true });
    expect(await call("cohorts-retrieve", { id: list.id })).toMatchObject({ count: 1, is_static: true });
  });

  it("describes definitions and annotations", async () => {
    const event = { eventName: "cli person", data: { description: "From the CLI", verified: true } };
    expect(await call("event-definition-update", event)).toMatchObject({ verified: true });
    const property = { propertyName: "size", type: "event", data: { description: "In metres" } };
    expect(await call("property-definition-update", property)).toMatchObject({ description: "In metres" });
    const note = { content: "Launch", date_marker: "2026-01-01T00:00:00Z", scope: "project" };
    expect(await call("annotation-create", note)).toMatchObject({ content: "Launch" });
    expect(await told("annotations-list", {})).toContain("Launch");
  });
});
