import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type RunningMysql, startMysql } from "../../local/start-mysql.ts";
import { flagRow } from "../../local/testing/flag-row.ts";
import { createDatabase, type Database, isDuplicate } from "../client.ts";
import { migrate } from "../migrate.ts";
import { findKeyByHash, insertKey, listPersonalKeys, updateKey } from "./api-keys.ts";
import { bumpConfigVersion, configVersion, markPushed, unpushedProjects } from "./config-versions.ts";
import { type FlagRow, findFlag, findFlagByKey, insertFlag, listFlags, updateFlag } from "./flags.ts";
import { likePattern } from "./like.ts";
import {
  countOwners,
  findMembership,
  insertMembership,
  insertOrganization,
  listMembers,
  updateMembershipRole,
} from "./organizations.ts";
import {
  findEnvironment,
  insertEnvironment,
  insertProject,
  insertToken,
  liveTokens,
  revokeTokens,
} from "./projects.ts";

const folder = mkdtempSync(join(tmpdir(), "edgewise-repos-"));
const now = new Date("2026-01-02T03:04:05.678Z");
let mysql: RunningMysql;
let db: Database;

beforeAll(async () => {
  mysql = await startMysql({ dataDir: folder });
  await migrate(mysql);
  db = createDatabase(mysql);
});
afterAll(async () => {
  await mysql?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A project of its own for each test: nothing is ever wiped. */
async function mintProject() {
  const organizationId = crypto.randomUUID();
  const stamps = { createdAt: now, updatedAt: now };
  const row = {
    uuid: crypto.randomUUID(),
    organizationId,
    name: "Production",
    settings: { a: [1, "ü"] },
    ...stamps,
  };
  const id = await insertEnvironment(db, {
    ...row,
    projectId: 0,
    isDefault: true,
    ingestedEvent: false,
    flagApproval: false,
    deletedAt: null,
  });
  const alive = { deletedAt: null, eraseAt: null, erasedAt: null };
  await insertProject(db, { ...row, id, name: "Shop", timezone: "UTC", ...alive });
  return { organizationId, projectId: id };
}

const flag = (key: string, change: Partial<FlagRow> = {}) => flagRow(key, now, change);

describe("projects", () => {
  test("have the number of their environment; types survive the way there and back", async () => {
    const tenant = await mintProject();
    const found = await findEnvironment(tenant.projectId, db);
    expect(found?.project).toMatchObject({
      id: tenant.projectId,
      name: "Shop",
      createdAt: now,
      deletedAt: null,
      eraseAt: null,
      erasedAt: null,
    });
    expect(found?.environment).toMatchObject({
      projectId: tenant.projectId,
      isDefault: true,
      settings: { a: [1, "ü"] },
    });
  });

  test("tokens are told apart by case and revoked together", async () => {
    const { projectId } = await mintProject();
    const suffix = crypto.randomUUID();
    const tokens = [`phc_a${suffix}`, `phc_A${suffix}`];
    for (const token of tokens)
      await insertToken(db, { token, environmentId: projectId, createdAt: now, revokedAt: null });
    expect((await revokeTokens([projectId], db, now)).sort()).toEqual(tokens.sort());
    expect(await liveTokens([projectId], db, now)).toEqual([]);
    expect(await revokeTokens([projectId], db, now)).toEqual([]);
  });
});

describe("flags", () => {
  test("belong to one tenant", async () => {
    const [mine, other] = [await mintProject(), await mintProject()];
    const id = await insertFlag(mine, db, flag("checkout"));
    expect(await findFlag(mine, db, id)).toMatchObject({ key: "checkout", filters: { groups: [] } });
    expect(await findFlag(other, db, id)).toBeNull();
    expect(await findFlagByKey(other, db, "checkout")).toBeNull();
    expect(await updateFlag(other, db, id, 1, { name: "stolen" })).toBe(false);
    expect(await listFlags(other, db, {}, { limit: 10, offset: 0 })).toEqual({ total: 0, rows: [] });
  });

  test("have unique live keys, by case, freed by deletion", async () => {
    const tenant = await mintProject();
    await insertFlag(tenant, db, flag("key"));
    const error = await insertFlag(tenant, db, flag("key")).catch((caught: unknown) => caught);
    expect(isDuplicate(error)).toBe(true);
    await insertFlag(tenant, db, flag("KEY"));
    await insertFlag(tenant, db, flag("key", { deleted: true, liveKey: null }));
    await insertFlag(tenant, db, flag("key", { deleted: true, liveKey: null }));
  });

  test("are only written over the version that was read", async () => {
    const tenant = await mintProject();
    const id = await insertFlag(tenant, db, flag("locked"));
    expect(await updateFlag(tenant, db, id, 1, { version: 2 })).toBe(true);
    expect(await updateFlag(tenant, db, id, 1, { version: 2, name: "late" })).toBe(false);
  });

  test.each<[Parameters<typeof listFlags>[2], string[]]>([
    [{}, ["plain", "Multi", "config"]],
    [{ search: "MUL" }, ["Multi"]],
    [{ search: "50%" }, ["plain"]],
    [{ search: "5_%" }, []],
    [{ active: false }, ["config"]],
    [{ type: "boolean" }, ["plain"]],
    [{ type: "multivariant" }, ["Multi"]],
    [{ type: "remote_config" }, ["config"]],
    [{ key: "multi" }, []],
    [{ runtime: "server" }, ["Multi"]],
  ])("list %j", async (filter, expected) => {
    const tenant = await mintProject();
    const variants = { groups: [], multivariate: { variants: [{ key: "a", rollout_percentage: 100 }] } };
    await insertFlag(tenant, db, flag("plain", { name: "At 50% now" }));
    await insertFlag(tenant, db, flag("Multi", { filters: variants, evaluationRuntime: "server" }));
    await insertFlag(tenant, db, flag("config", { active: false, isRemoteConfiguration: true }));
    const { total, rows } = await listFlags(tenant, db, filter, { limit: 10, offset: 0 }, "id");
    expect(rows.map((row) => row.key)).toEqual(expected);
    expect(total).toBe(expected.length);
  });
});

describe("configuration versions", () => {
  test("rise with every write, also parallel ones, and are pending until pushed", async () => {
    const tenant = await mintProject();
    expect(await configVersion(tenant, db)).toBe(0);
    await Promise.all([1, 2, 3, 4].map(() => bumpConfigVersion(tenant, db, now)));
    expect(await configVersion(tenant, db)).toBe(4);
    const pending = async () =>
      (await unpushedProjects(db, 100)).some(({ projectId }) => projectId === tenant.projectId);
    await markPushed(tenant, db, 3);
    expect(await pending()).toBe(true);
    await markPushed(tenant, db, 4);
    await markPushed(tenant, db, 2);
    expect(await pending()).toBe(false);
  });

  test("a transaction that fails leaves nothing", async () => {
    const tenant = await mintProject();
    const failing = db.transaction(async (tx) => {
      await bumpConfigVersion(tenant, tx, now);
      await insertFlag(tenant, tx, flag("never"));
      throw new Error("stop");
    });
    await expect(failing).rejects.toThrow("stop");
    expect(await configVersion(tenant, db)).toBe(0);
    expect(await findFlagByKey(tenant, db, "never")).toBeNull();
  });
});

describe("keys and members", () => {
  test("a key is found by its hash; revoked ones leave the list", async () => {
    const [id, userId, hash] = [crypto.randomUUID(), crypto.randomUUID(), crypto.randomUUID()];
    const blank = {
      lastUsedAt: null,
      lastRolledAt: null,
      expiresAt: null,
      revokedAt: null,
      previousHash: null,
      previousUntil: null,
      environmentId: null,
    };
    const lists = { scopes: ["*"], scopedTeams: [3], scopedOrganizations: [] };
    await insertKey(db, {
      id,
      kind: "personal",
      hash,
      label: "l",
      mask: "m",
      userId,
      createdAt: now,
      ...lists,
      ...blank,
    });
    expect(await findKeyByHash(hash, db)).toMatchObject({
      id,
      scopes: ["*"],
      scopedTeams: [3],
      createdAt: now,
    });
    expect(await listPersonalKeys(userId, db)).toHaveLength(1);
    await updateKey(id, db, { revokedAt: now });
    expect(await listPersonalKeys(userId, db)).toEqual([]);
    expect(await findKeyByHash(hash, db)).toMatchObject({ revokedAt: now });
  });

  test("memberships are unique and know their owners", async () => {
    const tenant = { organizationId: crypto.randomUUID() };
    const member = {
      id: crypto.randomUUID(),
      userId: crypto.randomUUID(),
      ...tenant,
      createdAt: now,
      updatedAt: now,
    };
    const { organizationId: id } = tenant;
    const dates = { createdAt: now, updatedAt: now, deletedAt: null, eraseAt: null, erasedAt: null };
    await insertOrganization(db, { id, name: "o", slug: id, region: "", settings: {}, ...dates });
    await insertMembership(db, { ...member, role: "owner" });
    const again = insertMembership(db, { ...member, id: crypto.randomUUID(), role: "viewer" });
    expect(await again.catch(isDuplicate)).toBe(true);
    expect(await countOwners(tenant, db)).toBe(1);
    await updateMembershipRole(tenant, db, member.userId, "viewer", now);
    expect(await countOwners(tenant, db)).toBe(0);
    expect(await findMembership(tenant, db, member.userId)).toMatchObject({ role: "viewer" });
    expect(await listMembers(tenant, db, { limit: 5, offset: 0 })).toEqual({ total: 1, rows: [] });
  });
});

test.each([
  ["plain", "%plain%"],
  ["50%", "%50\\%%"],
  ["a_b", "%a\\_b%"],
  ["back\\slash", "%back\\\\slash%"],
])("likePattern(%j)", (text, pattern) => {
  expect(likePattern(text)).toBe(pattern);
});
