import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { environment, flag, snapshot } from "../../test/flags/project.ts";
import { startWorkers, type TestWorkers } from "../../test/harness.ts";
import type { SnapshotAnswer } from "./config-object.ts";

let workers: TestWorkers;
beforeAll(async () => {
  workers = await startWorkers();
});
afterAll(() => workers.dispose());

const project = <T>(id: number, method: string, ...args: unknown[]) =>
  workers.call<T>("CONFIG", `project:${id}`, method, ...args);
const tokens = <T>(method: string, ...args: unknown[]) =>
  workers.call<T>("CONFIG", "tokens", method, ...args);

describe("snapshots", () => {
  it("keeps the newest version", async () => {
    expect(await project(10, "snapshotSince", 0)).toEqual({ version: 0, snapshot: null, groupTypes: {} });
    const one = snapshot({ projectId: 10, version: 1, flags: [flag("a")] });
    expect(await project(10, "putSnapshot", one)).toEqual({ accepted: true, version: 1 });
    const three = { ...one, version: 3, flags: [flag("b")] };
    expect(await project(10, "putSnapshot", three)).toEqual({ accepted: true, version: 3 });
    expect(await project(10, "putSnapshot", { ...one, version: 2 })).toEqual({ accepted: false, version: 3 });
    expect(await project(10, "putSnapshot", three)).toEqual({ accepted: true, version: 3 });
    const { snapshot: held } = await project<SnapshotAnswer>(10, "snapshotSince", 2);
    expect(held).toEqual(three);
    expect((await project<SnapshotAnswer>(10, "snapshotSince", 3)).snapshot).toBeNull();
  });

  it("holds snapshots larger than a database row", async () => {
    const payload = "€".repeat(1_500_000);
    const large = snapshot({
      projectId: 11,
      flags: [flag("large", [], { filters: { groups: [], payloads: { true: payload } } })],
    });
    await project(11, "putSnapshot", large);
    const { snapshot: held } = await project<SnapshotAnswer>(11, "snapshotSince", 0);
    expect(held!.flags[0]!.filters.payloads!.true).toBe(payload);
  });
});

describe("group types", () => {
  it("assigns five indices in order and never again another", async () => {
    const names = ["company", "team", "site", "plan", "region"];
    for (const [index, name] of names.entries())
      expect(await project(20, "groupTypeIndex", name)).toBe(index);
    expect(await project(20, "groupTypeIndex", "sixth")).toBeNull();
    expect(await project(20, "groupTypeIndex", "site")).toBe(2);
    expect(await project(20, "groupTypes")).toEqual(Object.fromEntries(names.entries()));
  });

  it("takes over what a snapshot says, and refuses empty names", async () => {
    await project(21, "putSnapshot", snapshot({ projectId: 21, groupTypes: { 1: "team" } }));
    expect(await project(21, "groupTypeIndex", "")).toBeNull();
    expect(await project(21, "groupTypeIndex", "team")).toBe(1);
    expect(await project(21, "groupTypeIndex", "company")).toBe(0);
    expect((await project<SnapshotAnswer>(21, "snapshotSince", 9)).groupTypes).toEqual({
      0: "company",
      1: "team",
    });
  });
});

describe("token directory", () => {
  it("finds tokens and environments until they are removed", async () => {
    await tokens("putTokens", [{ token: "phc_a", projectId: 5, environmentId: 50 }]);
    expect(await tokens("lookupToken", "phc_a")).toEqual({ projectId: 5, environmentId: 50 });
    expect(await tokens("lookupEnvironment", 50)).toEqual({ projectId: 5, environmentId: 50 });
    await tokens("removeToken", "phc_a");
    expect(await tokens("lookupToken", "phc_a")).toBeNull();
    expect(await tokens("lookupEnvironment", 50)).toBeNull();
  });
});

describe("restart", () => {
  it("keeps everything", async () => {
    const { mkdtemp, rm } = await import("node:fs/promises");
    const { tmpdir } = await import("node:os");
    const { join } = await import("node:path");
    const dataDir = await mkdtemp(join(tmpdir(), "config-object-"));
    const first = await startWorkers({ dataDir });
    const held = snapshot({ projectId: 30, version: 7, environments: [environment({ tokens: ["phc_z"] })] });
    await first.call("CONFIG", "project:30", "putSnapshot", held);
    await first.call("CONFIG", "tokens", "putTokens", [{ token: "phc_z", projectId: 30, environmentId: 1 }]);
    await first.kill();
    const second = await startWorkers({ dataDir });
    try {
      const answer = await second.call<SnapshotAnswer>("CONFIG", "project:30", "snapshotSince", 0);
      expect(answer.snapshot).toEqual(held);
      expect(await second.call("CONFIG", "tokens", "lookupToken", "phc_z")).toEqual({
        projectId: 30,
        environmentId: 1,
      });
    } finally {
      await second.dispose();
      await rm(dataDir, { recursive: true, force: true });
    }
  });
});
