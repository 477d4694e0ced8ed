import type { Role } from "@edgewise/db/mysql/schema/organizations.ts";
import { BODY_EXAMPLES } from "@edgewise/workers/src/http/openapi-examples.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ACCOUNT, answerOf, type Json, startApi, type TestApi, WEB_URL } from "../api-harness.ts";
import { PERMISSIONS } from "./permission-matrix.ts";

interface Route {
  readonly name: string;
  readonly method: string;
  readonly paths: readonly string[];
  readonly access: {
    readonly kind: "project" | "organization" | "user" | "public";
    readonly scope?: string | null;
    readonly role?: Role;
    readonly secretKey?: boolean;
  };
}

interface Person {
  readonly id: string;
  readonly projectId: number;
  readonly organizationId: string;
  key(limits?: object): Promise<{ id: string; value: string }>;
}

let t: TestApi;
let routes: readonly Route[] = [];

beforeAll(async () => {
  t = await startApi();
  routes = routesOf((await t.call("GET", "/api/openapi.json", undefined, null)).body);
});
afterAll(() => t?.dispose());

/** Every registered route, as the router's own description lists them. */
function routesOf(document: Json): Route[] {
  return Object.values(document.paths as Json).flatMap((methods) =>
    Object.entries(methods).flatMap(([method, operation]) => {
      // Other spellings of a path refer to it: they are among its `x-paths`.
      if (method === "$ref") return [];
      const paths = operation["x-paths"] as unknown as string[];
      const access = operation["x-access"] as unknown as Route["access"];
      return [{ name: `${method.toUpperCase()} ${paths[0]}`, method: method.toUpperCase(), paths, access }];
    }),
  );
}

/** The least role, and the scope, as a row of the matrix spells them. */
function rowOf({ access }: Route): string {
  if (access.kind === "public" || access.scope === null)
    return access.kind === "public" ? "public" : "person";
  const role = access.role ?? (access.scope?.endsWith(":write") ? "member" : "viewer");
  const who = access.kind === "user" ? "person" : role;
  return `${who} ${access.scope}${access.secretKey ? " or secret key" : ""}`;
}

/** Paths with the account's own ids in the places of parameters. */
const fill = (path: string, person: { projectId: number; organizationId: string }) =>
  path
    .replace(":project_id", String(person.projectId))
    .replace(":organization_id", person.organizationId)
    .replace(":user_uuid", path.includes("/users/") ? "@me" : "01900000-0000-7000-8000-000000000000")
    .replace(/:\w+/g, "999999");

async function signUp(name: string): Promise<Person> {
  const body = JSON.stringify({ email: `${name}@example.test`, password: "long enough for all" });
  const headers = { "content-type": "application/json", origin: WEB_URL };
  const response = await t.api("/api/signup/", { method: "POST", headers, body });
  const cookie = response.headers
    .getSetCookie()
    .map((text) => text.split(";")[0])
    .join("; ");
  const me = (await answerOf(response)).body;
  return {
    id: me.uuid as unknown as string,
    projectId: me.team?.id as unknown as number,
    organizationId: me.organization?.id as unknown as string,
    async key(limits = {}) {
      const created = await t.api("/api/personal_api_keys/", {
        method: "POST",
        headers: { ...headers, cookie },
        body: JSON.stringify({ label: name, scopes: ["*"], ...limits }),
      });
      const { id, value } = (await created.json()) as { id: string; value: string };
      return { id, value };
    },
  };
}

/** A person with a role in the first account's organization, and their key. */
async function colleague(role: string): Promise<string> {
  const person = await signUp(role);
  const added = await t.call("POST", `/api/organizations/${t.account.organizationId}/members/`, {
    email: `${role}@example.test`,
    role,
  });
  expect(added.status).toBe(201);
  return (await person.key()).value;
}

/** Calls every path of every route of `select` as `key` and hands status and body on. */
async function each(
  key: string | null,
  select: (route: Route) => boolean,
  check: (status: number, body: Json, route: Route) => void,
): Promise<void> {
  const wanted = routes.filter(select);
  expect(wanted.length).toBeGreaterThan(0);
  const calls = wanted.flatMap((route) =>
    route.paths
      .filter((path) => !tenanted(route) || /:(project|organization)_id/.test(path))
      .map((path) => ({ route, path: fill(path, t.account) })),
  );
  for (let start = 0; start < calls.length; start += 8) {
    const some = calls.slice(start, start + 8).map(async ({ route, path }) => {
      const answer = await t.call(route.method, path, route.method === "GET" ? undefined : {}, key);
      check(answer.status, answer.body, route);
    });
    await Promise.all(some);
  }
}

const refused = (status: number, detail?: RegExp) => (got: number, body: Json, route: Route) => {
  expect(`${route.name} ${got}`).toBe(`${route.name} ${status}`);
  expect(body).toMatchObject({ type: expect.any(String), code: expect.any(String), attr: null });
  if (detail) expect(String(body.detail)).toMatch(detail);
};
const let_in = (got: number, _: Json, route: Route) => {
  expect([401, 403], `${route.name} ${got}`).not.toContain(got);
};

const guarded = ({ access }: Route) => access.kind !== "public";
const tenanted = ({ access }: Route) => access.kind === "project" || access.kind === "organization";
const writes = (route: Route) => tenanted(route) && !rowOf(route).startsWith("viewer");
const reads = (route: Route) => tenanted(route) && rowOf(route).startsWith("viewer");

test("every route has a row in the matrix, and every row a route", () => {
  expect(Object.fromEntries(routes.map((route) => [route.name, rowOf(route)]))).toEqual(PERMISSIONS);
});

describe("nobody gets in who", () => {
  test("has no credentials", () => each(null, guarded, refused(401, /credentials were not provided/)));
  test.each(["phx_never-existed-0000000000000000", ACCOUNT.projectToken, "nonsense"])(
    "has the key %s",
    (key) => each(key, guarded, refused(401, /Authorization header is invalid/)),
  );
  test("has a revoked key", async () => {
    const person = await signUp("revoked");
    const [doomed, other] = [await person.key(), await person.key()];
    expect((await t.call("GET", "/api/users/@me/", undefined, doomed.value)).status).toBe(200);
    expect(
      (await t.call("DELETE", `/api/personal_api_keys/${doomed.id}/`, undefined, other.value)).status,
    ).toBe(204);
    await each(doomed.value, guarded, refused(401));
  });
  test("has a key that was rolled", async () => {
    const person = await signUp("rolled");
    const [key, other] = [await person.key(), await person.key()];
    const rolled = await t.call("POST", `/api/personal_api_keys/${key.id}/roll/`, {}, other.value);
    expect((await t.call("GET", "/api/users/@me/", undefined, String(rolled.body.value))).status).toBe(200);
    await each(key.value, guarded, refused(401));
  });
});

describe("a stranger's tenant", () => {
  test("is not there", async () => {
    const { value } = await (await signUp("stranger")).key();
    await each(value, tenanted, refused(404, /^(Project|Organization) not found\.$/));
  });
});

describe("within the tenant", () => {
  test("a viewer reads and changes nothing", async () => {
    const viewer = await colleague("viewer");
    await each(viewer, writes, refused(403, /needs the role "(member|admin|owner)"/));
    await each(viewer, reads, let_in);
  });
  test("a member does not administrate", async () => {
    const member = await colleague("member");
    await each(member, (route) => rowOf(route).startsWith("admin"), refused(403, /needs the role "admin"/));
    await each(member, reads, let_in);
  });
  test("a key does what its scopes say", async () => {
    const { value } = await scoped(["survey:write"]);
    const check = (status: number, body: Json, route: Route) =>
      refused(403, new RegExp(`required scope '${route.access.scope}'`))(status, body, route);
    await each(value, (route) => guarded(route) && route.access.scope !== null, check);
  });
  test("write implies read", async () => {
    const { value } = await scoped(["feature_flag:write"]);
    await each(value, (route) => route.access.scope === "feature_flag:read", let_in);
  });
  test("a key stays within its projects and organizations", async () => {
    const other = await t.call("POST", "/api/projects/", { name: "Other" });
    const { value } = await scoped(["*"], { scoped_teams: [other.body.id] });
    const isProject = ({ access }: Route) => access.kind === "project";
    await each(value, isProject, refused(403, /access to the project/));
    const organization = await t.call("POST", "/api/organizations/", { name: "Elsewhere" });
    const elsewhere = await scoped(["*"], { scoped_organizations: [organization.body.id] });
    await each(elsewhere.value, tenanted, refused(403, /access to the organization/));
    const isOrganizationWrite = (route: Route) => route.access.kind === "organization" && writes(route);
    await each(value, isOrganizationWrite, refused(403, /limited to projects/));
    expect((await t.call("POST", "/api/organizations/", { name: "Mine" }, value)).status).toBe(403);
  });
  test("a secret key reads flag definitions and nothing else", async () => {
    const allowed = ({ access }: Route) => access.secretKey === true;
    await each(ACCOUNT.secretApiKey, (route) => guarded(route) && !allowed(route), refused(403));
    await each(ACCOUNT.secretApiKey, allowed, let_in);
  });
});

/** A limited key of the first account. */
async function scoped(scopes: string[], limits: object = {}): Promise<{ value: string }> {
  const { status, body } = await t.call("POST", "/api/personal_api_keys/", {
    label: "limited",
    scopes,
    ...limits,
  });
  expect(status).toBe(201);
  return { value: String(body.value) };
}

test("a limited key can't make or see keys", async () => {
  const { value } = await scoped(["feature_flag:read"]);
  const more = await t.call("POST", "/api/personal_api_keys/", { label: "more", scopes: ["*"] }, value);
  expect(more).toMatchObject({ status: 403, body: { detail: "API key missing required scope '*'" } });
  expect((await t.call("GET", "/api/personal_api_keys/", undefined, value)).status).toBe(403);
  expect((await t.call("GET", "/api/personal_api_keys/@current", undefined, value)).body).toMatchObject({
    scopes: ["feature_flag:read"],
    scoped_teams: [],
    scoped_organizations: [],
    value: null,
  });
});

test("the key may also come in the body or the query string", async () => {
  const personal_api_key = ACCOUNT.personalApiKey;
  expect(
    (await t.call("GET", `/api/projects/1/?personal_api_key=${personal_api_key}`, undefined, null)).status,
  ).toBe(200);
  const body = { personal_api_key, ids: [] };
  expect((await t.call("POST", "/api/projects/1/feature_flags/bulk_keys/", body, null)).status).toBe(200);
  const wrong = await t.call("GET", "/api/projects/1/?personal_api_key=phx_wrong", undefined, null);
  expect(wrong).toMatchObject({
    status: 401,
    body: { detail: "Personal API key found in request query string is invalid." },
  });
});

test("the examples of the description do what they say", async () => {
  const { projectId, organizationId } = t.account;
  for (const [name, example] of Object.entries(BODY_EXAMPLES)) {
    const [method = "", path = ""] = name.split(" ");
    // Computing needs a warehouse; the tests of queries ask this one.
    if (path.endsWith("/query/")) continue;
    const filled = path
      .replace(":project_id", String(projectId))
      .replace(":organization_id", organizationId)
      .replace(":flag", "new-checkout");
    const { status, body } = await t.call(method, filled, example);
    expect({ name, status, body }).toMatchObject({ name, status: method === "POST" ? 201 : 200 });
  }
});
