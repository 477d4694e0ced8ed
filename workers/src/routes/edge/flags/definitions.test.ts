import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { flag, publish, SECRET, snapshot, TOKEN } from "../../../../test/flags/project.ts";
import { startWorkers, type TestWorkers } from "../../../../test/harness.ts";

let workers: TestWorkers;
const project = snapshot({
  groupTypes: { 0: "company" },
  flags: [
    flag("base", undefined, { id: 71 }),
    flag("dependent", [
      { properties: [{ key: "71", type: "flag", operator: "flag_evaluates_to", value: true }] },
    ]),
    flag("switched-off", undefined, { active: false }),
    flag("gone", undefined, { deleted: true }),
    flag("settings", undefined, {
      is_remote_configuration: true,
      filters: { groups: [], payloads: { true: '{"limit":5}' } },
    }),
  ],
});

beforeAll(async () => {
  workers = await startWorkers();
  await publish(workers, project);
});

afterAll(() => workers.dispose());

const get = (path: string, headers: Record<string, string> = {}) =>
  workers.fetch(path, { headers: { Authorization: `Bearer ${SECRET}`, ...headers } });

describe("flag definitions", () => {
  it.each([
    [`/flags/definitions?token=${TOKEN}&send_cohorts`],
    [`/api/feature_flag/local_evaluation?token=${TOKEN}`],
    [`/api/feature_flag/local_evaluation/?token=${TOKEN}`],
  ])("%s", async (path) => {
    const response = await get(path);
    expect(response.status).toBe(200);
    expect(response.headers.get("cache-control")).toBe("private, must-revalidate");
    const body = (await response.json()) as { flags: { key: string }[]; group_type_mapping: object };
    expect(body.flags.map(({ key }) => key)).toEqual(["base", "dependent", "switched-off"]);
    expect(body.group_type_mapping).toEqual({ 0: "company" });
    expect(body.flags[1]).toMatchObject({
      filters: { groups: [{ properties: [{ key: "base", dependency_chain: ["base"] }] }] },
    });
  });

  it("answers 304 for the tag it gave, until something changes", async () => {
    const path = `/flags/definitions?token=${TOKEN}`;
    const tag = (await get(path)).headers.get("etag")!;
    expect(tag).toMatch(/^W\/"\w+"$/);
    const same = await get(path, { "If-None-Match": tag });
    expect(same.status).toBe(304);
    expect(await same.text()).toBe("");
    await publish(workers, { ...project, version: 2, flags: project.flags.slice(1) });
    await expect.poll(async () => (await get(path, { "If-None-Match": tag })).status).toBe(200);
    expect((await get(path)).headers.get("etag")).not.toBe(tag);
    await publish(workers, { ...project, version: 3 });
  });

  it.each([
    ["no key", `/flags/definitions?token=${TOKEN}`, "", 401],
    ["another project's secret", `/flags/definitions?token=${TOKEN}`, "Bearer phs_other", 401],
    ["the project token", `/flags/definitions?token=${TOKEN}`, `Bearer ${TOKEN}`, 401],
    ["neither project token nor key", "/flags/definitions", "", 401],
    ["no project token while the API is down", "/flags/definitions", `Bearer ${SECRET}`, 503],
    ["a personal key while the API is down", `/flags/definitions?token=${TOKEN}`, "Bearer phx_mine", 503],
  ])("refuses %s", async (_name, path, authorization, status) => {
    const response = await get(path, { Authorization: authorization });
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({
      type: expect.any(String),
      detail: expect.any(String),
      attr: null,
    });
  });
});

describe("remote configuration", () => {
  it.each([
    [`/api/projects/@current/feature_flags/settings/remote_config?token=${TOKEN}`],
    [`/api/projects/@current/feature_flags/settings/remote_config/?token=${TOKEN}`],
    ["/api/projects/1/feature_flags/settings/remote_config"],
  ])("%s", async (path) => {
    const response = await get(path);
    expect(response.status).toBe(200);
    expect(JSON.parse((await response.json()) as string)).toEqual({ limit: 5 });
  });

  it.each(["nothing", "base"])("answers 404 for %s, which is no remote configuration", async (key) => {
    const response = await get(`/api/projects/@current/feature_flags/${key}/remote_config?token=${TOKEN}`);
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ code: "not_found" });
  });

  it("answers 401 for another project's number", async () => {
    expect((await get("/api/projects/77/feature_flags/settings/remote_config")).status).toBe(401);
  });
});
