import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Answer, answerOf, type Json, startApi, type TestApi, WEB_URL } from "../api-harness.ts";

let t: TestApi;
beforeAll(async () => {
  t = await startApi();
});
afterAll(() => t?.dispose());

const P = "/api/projects/1";
const on = { groups: [{ properties: [], rollout_percentage: 100 }] };
const off = { groups: [{ properties: [], rollout_percentage: 0 }] };

async function environments(): Promise<Json[]> {
  return (await t.call("GET", `${P}/environments/`)).body.results as unknown as Json[];
}
async function environment(name: string): Promise<Json> {
  return (await environments()).find((row) => (row.name as unknown) === name)!;
}
const id = (row: Json) => row.id as unknown as number;
const token = (row: Json) => row.api_token as unknown as string;

/** What a flag answers at the edge for a token; undefined when it is not there, a status when refused. */
async function at(projectToken: string, key: string): Promise<unknown> {
  const body = JSON.stringify({ token: projectToken, distinct_id: "u" });
  const response = await t.edge("/flags/?v=2", { method: "POST", body });
  if (!response.ok) return response.status;
  const { flags } = (await response.json()) as { flags: Record<string, { enabled: boolean }> };
  return flags[key]?.enabled;
}

describe("environments", () => {
  test("a project has three from its first day; lists of projects don't show them", async () => {
    expect((await environments()).map(({ name, is_default }) => [name, is_default])).toEqual([
      ["Production", true],
      ["Staging", false],
      ["Development", false],
    ]);
    expect((await t.call("GET", "/api/projects/")).body.count).toBe(1);
    expect((await t.call("GET", "/api/environments/")).body.count).toBe(3);
  });

  test("make, rename, delete; names are unique; the default one stays", async () => {
    const made = await t.call("POST", `${P}/environments/`, { name: "Preview" });
    expect(made).toMatchObject({ status: 201, body: { name: "Preview", is_default: false } });
    expect(await at(token(made.body), "nothing")).toBe(undefined);
    const path = `${P}/environments/${made.body.id}/`;
    expect(await t.call("PATCH", path, { name: "staging" })).toMatchObject({
      status: 400,
      body: { code: "unique" },
    });
    expect(await t.call("PATCH", path, { name: "Review" })).toMatchObject({ body: { name: "Review" } });
    expect((await t.call("DELETE", path)).status).toBe(204);
    expect((await t.call("GET", path)).status).toBe(404);
    expect((await t.call("GET", `/api/projects/${made.body.id}/`)).status).toBe(404);
    await expect.poll(() => at(token(made.body), "nothing")).toBe(401);
    expect((await t.call("DELETE", `${P}/environments/1/`)).status).toBe(400);
  });

  test("a rotated token works until its end, or until it is ended", async () => {
    const before = await environment("Staging");
    const path = `${P}/environments/${id(before)}`;
    const rotated = await t.call("POST", `${path}/rotate_token/`, { grace_seconds: 600 });
    expect(rotated.body.tokens).toMatchObject([
      { token: rotated.body.api_token, ends_at: null },
      { token: token(before), ends_at: expect.any(String) },
    ]);
    expect(await at(token(rotated.body), "x")).toBe(undefined);
    expect(await at(token(before), "x")).toBe(undefined);
    expect((await t.call("POST", `${path}/end_token/`, { token: rotated.body.api_token })).status).toBe(400);
    await t.call("POST", `${path}/end_token/`, { token: token(before) });
    await expect.poll(() => at(token(before), "x")).toBe(401);
    const soon = await t.call("POST", `${path}/rotate_token/`, { grace_seconds: 1 });
    await expect.poll(() => at(token(rotated.body), "x"), { timeout: 5_000 }).toBe(401);
    expect(await at(token(soon.body), "x")).toBe(undefined);
  });
});

describe("a flag in its environments", () => {
  test("is everywhere as in the default one, until an environment gets its own state", async () => {
    const staging = await environment("Staging");
    const F = `${P}/feature_flags/shared`;
    await t.call("POST", `${P}/feature_flags/`, { key: "shared", filters: on });
    await expect.poll(() => at(token(staging), "shared")).toBe(true);
    const below = `/api/environments/${id(staging)}/feature_flags/shared/`;
    const changed = await t.call("PATCH", below, { filters: off, name: "For all" });
    expect(changed.body).toMatchObject({ filters: off, name: "For all", active: true });
    expect((await t.call("GET", `${F}/`)).body).toMatchObject({ filters: on, name: "For all" });
    await expect.poll(() => at(token(staging), "shared")).toBe(false);
    expect(await at(t.account.projectToken, "shared")).toBe(true);
    const states = (await t.call("GET", `${F}/environments/`)).body as unknown as Json[];
    expect(states.map(({ name, own }) => [name, own])).toEqual([
      ["Production", ["active", "filters"]],
      ["Staging", ["filters"]],
      ["Development", []],
    ]);
    const diff = await t.call("GET", `${F}/environment_diff/?from=${id(staging)}&to=1`);
    expect(diff.body.changes).toEqual([{ field: "filters.groups", before: on.groups, after: off.groups }]);
    const promoted = await t.call("POST", `${F}/promote/`, { from: id(staging), to: 1 });
    expect(promoted.body).toMatchObject({ filters: off });
    await t.call("PATCH", `${F}/environments/${id(staging)}/`, { filters: null });
    expect((await t.call("GET", `${F}/`)).body.environments).toEqual({});
    expect(await t.call("PATCH", `${F}/environments/1/`, { filters: null })).toMatchObject({ status: 400 });
  });

  test("made below one environment it is off in the others", async () => {
    const development = await environment("Development");
    const made = await t.call("POST", `/api/projects/${id(development)}/feature_flags/`, {
      key: "early",
      filters: on,
    });
    expect(made).toMatchObject({ status: 201, body: { active: true } });
    expect((await t.call("GET", `${P}/feature_flags/early/`)).body).toMatchObject({ active: false });
    await expect.poll(() => at(token(development), "early")).toBe(true);
    expect(await at(t.account.projectToken, "early")).toBe(undefined);
    const list = async (number: number) =>
      (await t.call("GET", `/api/projects/${number}/feature_flags/?active=true&search=early`)).body.count;
    expect([await list(1), await list(id(development))]).toEqual([0, 1]);
  });

  test("refuses unknown environments, and circles that exist in one only", async () => {
    const staging = String(id(await environment("Staging")));
    const refused = await t.call("POST", `${P}/feature_flags/`, { key: "x", environments: { "999": {} } });
    expect(refused).toMatchObject({ status: 400, body: { attr: "environments__999" } });
    const needs = (key: string) => ({
      groups: [{ properties: [{ key, type: "flag", operator: "flag_evaluates_to", value: true }] }],
    });
    await t.call("POST", `${P}/feature_flags/`, { key: "left", filters: on });
    await t.call("POST", `${P}/feature_flags/`, { key: "right", filters: on });
    const set = (key: string, other: string) =>
      t.call("PATCH", `${P}/feature_flags/${key}/environments/${staging}/`, { filters: needs(other) });
    expect((await set("left", "right")).status).toBe(200);
    expect(await set("right", "left")).toMatchObject({ status: 400, body: { code: "circular_dependency" } });
    expect((await t.call("DELETE", `${P}/feature_flags/right/`)).status).toBe(400);
  });
});

describe("history", () => {
  test("a version is restored as a new one, states of environments included", async () => {
    const F = `${P}/feature_flags/restored`;
    const staging = String(id(await environment("Staging")));
    const environments = { [staging]: { active: false } };
    await t.call("POST", `${P}/feature_flags/`, { key: "restored", filters: on, environments, tags: ["a"] });
    await t.call("PATCH", `${F}/`, { filters: off, tags: [], environments: { [staging]: null } });
    const restored = await t.call("POST", `${F}/versions/1/restore/`);
    expect(restored.body).toMatchObject({ version: 3, filters: on, tags: ["a"], environments });
    expect((await t.call("POST", `${F}/versions/77/restore/`)).status).toBe(404);
  });
});

describe("approval", () => {
  test("a guarded environment takes no change from one person alone, but is switched off at once", async () => {
    const production = await environment("Production");
    const F = `${P}/feature_flags/guarded`;
    await t.call("POST", `${P}/feature_flags/`, { key: "guarded", filters: off });
    await t.call("PATCH", `${P}/environments/${id(production)}/`, { flag_approval: true });
    const policies = (await t.call("GET", `${P}/approval_policies/`)).body
      .results as unknown as readonly Json[];
    expect(policies.filter(({ enabled }) => enabled)).toMatchObject([
      { action_key: "feature_flag.update", conditions: { environment_id: id(production) } },
    ]);
    expect((await t.call("GET", `${P}/approval_policies/${policies[0]?.id}/`)).body).toEqual(policies[0]);
    expect((await t.call("GET", `${P}/approval_policies/none/`)).status).toBe(404);
    const refused = await t.call("PATCH", `${F}/`, { filters: on });
    expect(refused).toMatchObject({ status: 409, body: { code: "approval_required" } });
    const request = `${F}/change_requests/${refused.body.extra!.change_request}`;
    expect((await t.call("GET", `${F}/change_requests/`)).body).toMatchObject([
      { state: "pending", change: { filters: on } },
    ]);
    const waiting = await t.call("GET", `${P}/change_requests/?state=pending&resource_type=feature_flag`);
    const [listed] = waiting.body.results as unknown as Json[];
    expect(listed).toMatchObject({
      id: refused.body.extra!.change_request,
      intent: { filters: on },
      intent_display: { description: "Change filters of guarded" },
      is_requester: true,
      can_approve: false,
    });
    expect((await t.call("GET", `${P}/change_requests/${listed?.id}/`)).body).toEqual(listed);
    for (const none of ["state=approved", "resource_type=insight", "resource_id=999"])
      expect((await t.call("GET", `${P}/change_requests/?${none}`)).body.count).toBe(0);
    expect((await t.call("GET", `${P}/change_requests/nothing/`)).status).toBe(404);
    expect((await t.call("POST", `${request}/approve/`)).status).toBe(403);
    expect((await t.call("PATCH", `${F}/`, { name: "Only a name" })).status).toBe(200);
    expect((await t.call("PATCH", `${F}/`, { active: false })).status).toBe(200);
    const there = `${F}/environments/${id(production)}/`;
    expect((await t.call("PATCH", there, { active: true })).status).toBe(409);
    expect((await t.call("PATCH", there, { active: false })).status).toBe(200);
    expect((await t.call("POST", `${request}/withdraw/`)).body).toMatchObject({ state: "withdrawn" });
    expect((await t.call("POST", `${request}/reject/`)).status).toBe(409);
    expect((await t.call("POST", `${P}/feature_flags/`, { key: "unseen" })).status).toBe(409);
    await t.call("PATCH", `${P}/environments/${id(production)}/`, { flag_approval: false });
    expect((await t.call("PATCH", `${F}/`, { filters: on })).status).toBe(200);
  });
});

describe("encrypted payloads", () => {
  test("are shown to nobody, kept when written back, and told to who may read remote config", async () => {
    const payloads = { true: '{"secret":"xyzzy"}' };
    const body = { key: "vault", is_remote_configuration: true, has_encrypted_payloads: true };
    const made = await t.call("POST", `${P}/feature_flags/`, { ...body, filters: { ...on, payloads } });
    expect(made.status).toBe(201);
    const shown = made.body.filters as unknown as { payloads: { true: string } };
    expect(shown.payloads.true).toContain("encrypted");
    await t.call("PATCH", `${P}/feature_flags/vault/`, {
      filters: { ...on, payloads: shown.payloads },
      name: "V",
    });
    const everything = await Promise.all(
      ["", "versions/", "activity/"].map((path) => t.call("GET", `${P}/feature_flags/vault/${path}`)),
    );
    expect(JSON.stringify(everything)).not.toContain("xyzzy");
    expect(JSON.stringify(everything)).not.toContain("sealed:1:");
    const ask = (path: string, key: string) => t.edge(path, { headers: { Authorization: `Bearer ${key}` } });
    for (const key of [t.account.personalApiKey, t.account.secretApiKey]) {
      for (const query of ["", `?token=${t.account.projectToken}`]) {
        const answer = await ask(`/api/projects/@current/feature_flags/vault/remote_config${query}`, key);
        expect([key, answer.status, await answer.json()]).toEqual([key, 200, payloads.true]);
      }
      const definitions = await ask("/flags/definitions", key);
      expect(definitions.status).toBe(200);
      expect(await definitions.text()).not.toContain("sealed:1:");
    }
    expect((await ask("/api/projects/@current/feature_flags/vault/remote_config", "phx_wrong")).status).toBe(
      401,
    );
    const plain = await t.call("PATCH", `${P}/feature_flags/vault/`, { has_encrypted_payloads: false });
    expect(plain.status).toBe(400);
  });

  test.each([
    ["only remote configuration has them", { has_encrypted_payloads: true }],
    [
      "there is nothing to keep at first",
      {
        is_remote_configuration: true,
        has_encrypted_payloads: true,
        filters: { ...on, payloads: { true: '"********* (encrypted)"' } },
      },
    ],
    [
      "they are JSON",
      {
        is_remote_configuration: true,
        has_encrypted_payloads: true,
        filters: { ...on, payloads: { true: "sealed:1:no" } },
      },
    ],
  ])("%s", async (_name, more) => {
    expect((await t.call("POST", `${P}/feature_flags/`, { key: "refused", ...more })).status).toBe(400);
  });
});

describe("a second person", () => {
  const F = `${P}/feature_flags`;
  let grace: string;
  let viewer: string;
  let production: number;

  /** Somebody of the organization, as a client that is logged in. */
  async function colleague(email: string, role: string): Promise<string> {
    const headers = { "content-type": "application/json", origin: WEB_URL };
    const body = JSON.stringify({ email, password: "long enough for all" });
    const response = await t.api("/api/signup/", { method: "POST", headers, body });
    expect(response.status).toBe(201);
    const added = await t.call("POST", "/api/organizations/@current/members/", { email, role });
    expect(added.status).toBe(201);
    const cookie = response.headers.getSetCookie().map((line) => line.split(";")[0]);
    return cookie.join("; ");
  }
  const as = async (cookie: string, path: string) => {
    const headers = { "content-type": "application/json", origin: WEB_URL, cookie };
    return await answerOf(await t.api(path, { method: "POST", headers, body: "{}" }));
  };
  const decide = (cookie: string, key: string, request: string, verb: string) =>
    as(cookie, `${F}/${key}/change_requests/${request}/${verb}/`);

  async function asked(answer: Answer): Promise<string> {
    expect(answer).toMatchObject({ status: 409, body: { code: "approval_required" } });
    return String(answer.body.extra?.change_request);
  }
  const make = (key: string, more: object = {}) => t.call("POST", `${F}/`, { key, filters: off, ...more });
  const set = (key: string, change: object) => t.call("PATCH", `${F}/${key}/`, change);
  const read = async (key: string) => (await t.call("GET", `${F}/${key}/`)).body;

  beforeAll(async () => {
    grace = await colleague("grace@example.test", "member");
    viewer = await colleague("vera@example.test", "viewer");
    production = id(await environment("Production"));
    for (const key of ["asked", "stale", "beside", "rejected"]) await make(key);
    await make("secret", {
      is_remote_configuration: true,
      has_encrypted_payloads: true,
      filters: { ...off, payloads: { true: '{"a":"xyzzy"}' } },
    });
    await t.call("PATCH", `${P}/environments/${production}/`, { flag_approval: true });
  });
  afterAll(() => t.call("PATCH", `${P}/environments/${production}/`, { flag_approval: false }));

  test("applies what the first asked for, once, and the history names both", async () => {
    const request = await asked(await set("asked", { filters: on, version: 1 }));
    const [shown] = (await t.call("GET", `${F}/asked/change_requests/`)).body as unknown as Json[];
    expect(shown?.change).toEqual({ filters: on, version: 1 });
    expect((await decide(viewer, "asked", request, "approve")).status).toBe(403);
    const both = await Promise.all([
      decide(grace, "asked", request, "approve"),
      decide(grace, "asked", request, "approve"),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(await read("asked")).toMatchObject({
      version: 2,
      filters: on,
      last_modified_by: { email: "grace@example.test" },
    });
    const log = await t.call(
      "GET",
      `${P}/activity_log/?scope=FeatureFlag&item_id=${(await read("asked")).id}`,
    );
    const entries = log.body.results as unknown as Json[];
    expect(entries.map(({ activity, user }) => [activity, user?.email])).toEqual([
      ["approved_change", "grace@example.test"],
      ["updated", "grace@example.test"],
      ["asked_for_approval", "dev@edgewise.local"],
      ["created", "dev@edgewise.local"],
    ]);
    await expect.poll(() => at(t.account.projectToken, "asked")).toBe(true);
  });

  test("does not overwrite what a third one changed meanwhile, but other changes don't matter", async () => {
    const request = await asked(await set("beside", { filters: on, version: 1 }));
    expect((await set("beside", { name: "Only words" })).status).toBe(200);
    expect((await decide(grace, "beside", request, "approve")).body).toMatchObject({ state: "applied" });
    expect(await read("beside")).toMatchObject({ name: "Only words", filters: on });
    const late = await asked(await set("stale", { filters: on, version: 1 }));
    const other = await asked(await set("stale", { filters: { groups: [] } }));
    expect((await decide(grace, "stale", other, "approve")).status).toBe(200);
    expect(await decide(grace, "stale", late, "approve")).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining('"filters" of flag "stale" was changed') },
    });
    expect((await decide(grace, "stale", late, "reject")).body).toMatchObject({ state: "rejected" });
    expect(await read("stale")).toMatchObject({ filters: { groups: [] } });
  });

  test("is not needed for what changes nothing, nor for switching off", async () => {
    expect((await set("asked", { filters: on, active: true, name: "Same", version: 2 })).status).toBe(200);
    expect((await set("asked", { active: false, name: "Off" })).status).toBe(200);
    await asked(await set("asked", { active: true }));
  });

  test("is needed wherever the change comes from", async () => {
    const staging = id(await environment("Staging"));
    const there = `/api/projects/${staging}/feature_flags/rejected/`;
    await asked(await t.call("PATCH", there, { archived: true }));
    await asked(await t.call("PATCH", there, { key: "renamed" }));
    await asked(await t.call("DELETE", there));
    expect((await t.call("PATCH", there, { filters: on })).status).toBe(200);
    await asked(await t.call("POST", `${F}/rejected/promote/`, { from: staging, to: production }));
    await asked(await t.call("POST", `${F}/asked/versions/1/restore/`));
    // The other way round: an environment that follows the default one is guarded with it.
    await t.call("PATCH", `${P}/environments/${production}/`, { flag_approval: false });
    await t.call("PATCH", `${P}/environments/${staging}/`, { flag_approval: true });
    await asked(await set("asked", { active: true }));
    expect(await make("follower")).toMatchObject({ status: 409, body: { attr: "active" } });
    expect((await make("follower", { active: false })).status).toBe(201);
    await t.call("PATCH", `${P}/environments/${staging}/`, { flag_approval: false });
    await t.call("PATCH", `${P}/environments/${production}/`, { flag_approval: true });
  });

  test("sees no secret, and applies it all the same", async () => {
    const payloads = { true: '{"a":"plugh"}' };
    const request = await asked(await set("secret", { filters: { ...on, payloads } }));
    const listed = await Promise.all(
      [`${F}/secret/change_requests/`, `${P}/change_requests/`].map((path) => t.call("GET", path)),
    );
    expect(JSON.stringify(listed)).not.toMatch(/plugh|sealed:1:/);
    expect((await decide(grace, "secret", request, "approve")).status).toBe(200);
    const headers = { Authorization: `Bearer ${t.account.secretApiKey}` };
    const config = await t.edge("/api/projects/@current/feature_flags/secret/remote_config", { headers });
    expect(await config.json()).toBe(payloads.true);
  });

  test("is asked before a guarded release, which rolls back without one", async () => {
    const body = { stages: [{ rollout_percentage: 50, minutes: 5 }], guards: [{ preset: "error_rate" }] };
    const start = () => t.call("POST", `${F}/rejected/guarded_releases/`, body);
    expect(await start()).toMatchObject({ status: 409, body: { code: "approval_required" } });
    await t.call("PATCH", `${P}/environments/${production}/`, { flag_approval: false });
    const { body: release } = await start();
    await t.call("PATCH", `${P}/environments/${production}/`, { flag_approval: true });
    const R = `${P}/guarded_releases/${release.id}`;
    expect((await t.call("POST", `${R}/roll_back/`, {})).body).toMatchObject({ state: "rolled_back" });
    expect(await t.call("POST", `${R}/resume/`, { reason: "x" })).toMatchObject({ status: 409 });
  });
});
