import type { ProjectSnapshot } from "@edgewise/core/flags/snapshot.ts";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { environment, snapshot } from "../../test/flags/project.ts";
import type { SnapshotAnswer } from "../partition/config-object.ts";

/** A config object and KV that can be slow, silent or empty; each call is counted. */
class Config {
  held: ProjectSnapshot | null = null;
  tokens = new Map<string, { projectId: number; environmentId: number }>();
  kv = new Map<string, unknown>();
  mode: "up" | "down" | "silent" = "up";
  asked = 0;

  async #answer<T>(value: () => T): Promise<T> {
    this.asked++;
    if (this.mode === "down") throw new Error("object is down");
    if (this.mode === "silent") return await new Promise<T>(() => {});
    return value();
  }

  readonly env = {
    CONFIG: {
      idFromName: (name: string) => name,
      get: () => ({
        snapshotSince: (version: number) =>
          this.#answer(
            (): SnapshotAnswer => ({
              version: this.held?.version ?? 0,
              snapshot: this.held && this.held.version > version ? this.held : null,
              groupTypes: this.held?.groupTypes ?? {},
            }),
          ),
        lookupToken: (token: string) => this.#answer(() => this.tokens.get(token) ?? null),
        lookupEnvironment: (id: number) =>
          this.#answer(() => [...this.tokens.values()].find((one) => one.environmentId === id) ?? null),
        groupTypeIndex: () => this.#answer(() => 3),
      }),
    },
    SNAPSHOTS: { get: async (key: string) => this.kv.get(key) ?? null },
  } as unknown as Parameters<Module["getEnvironment"]>[0];

  publish(version: number, tokens = ["phc_a"]): void {
    this.held = snapshot({ version, environments: [environment({ tokens })] });
    for (const token of tokens) this.tokens.set(token, { projectId: 1, environmentId: 1 });
  }
}

type Module = typeof import("./get-environment.ts");

let config: Config;
let module: Module;
let background: Promise<unknown>[];
const ctx = { waitUntil: (promise: Promise<unknown>) => void background.push(promise) };
const ask = async (token = "phc_a") =>
  (await module.getEnvironment(config.env, ctx, token))?.snapshot.version ?? null;

beforeEach(async () => {
  vi.useFakeTimers({ now: 1_000_000 });
  vi.resetModules();
  module = await import("./get-environment.ts");
  config = new Config();
  background = [];
  config.publish(1);
});

afterEach(() => {
  vi.useRealTimers();
});

describe("freshness", () => {
  it("serves what is at most 300 ms old without asking", async () => {
    expect(await ask()).toBe(1);
    const { asked } = config;
    config.publish(2);
    vi.advanceTimersByTime(300);
    expect(await ask()).toBe(1);
    expect(config.asked).toBe(asked);
  });

  it("serves what is at most 900 ms old and asks once in the background", async () => {
    await ask();
    config.publish(2);
    vi.advanceTimersByTime(500);
    expect(await ask()).toBe(1);
    expect(await ask()).toBe(1);
    expect(background).toHaveLength(1);
    await Promise.all(background);
    expect(await ask()).toBe(2);
  });

  it("asks first when it is older", async () => {
    await ask();
    config.publish(2);
    vi.advanceTimersByTime(901);
    expect(await ask()).toBe(2);
    expect(background).toHaveLength(0);
  });

  it("gives the same compiled flags until something changes", async () => {
    const first = await module.getEnvironment(config.env, ctx, "phc_a");
    vi.advanceTimersByTime(1_000);
    const second = await module.getEnvironment(config.env, ctx, "phc_a");
    expect(second).toBe(first);
    expect(second!.flags).toBe(first!.flags);
    config.publish(2);
    vi.advanceTimersByTime(1_000);
    expect(await module.getEnvironment(config.env, ctx, "phc_a")).not.toBe(first);
  });
});

describe("outages", () => {
  it.each(["down", "silent"] as const)(
    "serves the last good snapshot when the object is %s, and counts it",
    async (mode) => {
      await ask();
      config.mode = mode;
      vi.advanceTimersByTime(10_000);
      const answer = ask();
      await vi.advanceTimersByTimeAsync(250);
      expect(await answer).toBe(1);
      expect(module.snapshotCounts).toEqual({ lastGood: 1, failedRevalidations: 1 });
      // Nobody waits again at once.
      expect(await ask()).toBe(1);
      config.mode = "up";
      config.publish(2);
      vi.advanceTimersByTime(1_001);
      expect(await ask()).toBe(2);
    },
  );

  it("falls back to KV in a cold isolate", async () => {
    config.mode = "down";
    config.kv.set("token:phc_a", { projectId: 1, environmentId: 1 });
    config.kv.set("project:1", snapshot({ version: 7, environments: [environment({ tokens: ["phc_a"] })] }));
    expect(await ask()).toBe(7);
  });

  it("says so when neither answers", async () => {
    config.mode = "down";
    await expect(ask()).rejects.toThrow(module.ConfigUnavailableError);
    await expect(module.getEnvironmentById(config.env, ctx, 1)).rejects.toThrow(
      module.ConfigUnavailableError,
    );
  });
});

describe("tokens", () => {
  it("remembers unknown ones for a second", async () => {
    expect(await ask("phc_new")).toBeNull();
    config.publish(2, ["phc_a", "phc_new"]);
    const { asked } = config;
    expect(await ask("phc_new")).toBeNull();
    expect(config.asked).toBe(asked);
    vi.advanceTimersByTime(1_000);
    expect(await ask("phc_new")).toBe(2);
  });

  it("revalidates for a token that its snapshot does not have yet", async () => {
    await ask();
    config.publish(2, ["phc_a", "phc_new"]);
    expect(await ask("phc_new")).toBe(2);
  });

  it("refuses one that was rotated away", async () => {
    await ask();
    config.publish(2, ["phc_other"]);
    config.tokens.delete("phc_a");
    vi.advanceTimersByTime(1_000);
    expect(await ask()).toBeNull();
  });

  it("needs directory and snapshot to agree", async () => {
    config.tokens.set("phc_stray", { projectId: 1, environmentId: 1 });
    expect(await ask("phc_stray")).toBeNull();
  });

  it("finds environments by number", async () => {
    const byId = async (id: number) =>
      (await module.getEnvironmentById(config.env, ctx, id))?.environment.id ?? null;
    expect(await byId(1)).toBe(1);
    expect(await byId(99)).toBeNull();
    await ask();
    expect(await byId(1)).toBe(1);
  });
});

describe("group types", () => {
  it("are known from memory, else assigned, else null", async () => {
    config.held = { ...config.held!, groupTypes: { 0: "company" } };
    const state = (await module.getEnvironment(config.env, ctx, "phc_a"))!;
    const index = (name: string) => module.groupTypeIndex(config.env, ctx, state, name);
    const { asked } = config;
    expect(await index("company")).toBe(0);
    expect(config.asked).toBe(asked);
    expect(await index("team")).toBe(3);
    expect(await index("team")).toBe(3);
    expect(config.asked).toBe(asked + 1);
    config.mode = "down";
    expect(await index("site")).toBeNull();
  });

  it("are in the state of the next request", async () => {
    const state = (await module.getEnvironment(config.env, ctx, "phc_a"))!;
    await module.groupTypeIndex(config.env, ctx, state, "team");
    expect((await module.getEnvironment(config.env, ctx, "phc_a"))!.groupTypes).toEqual({ 3: "team" });
  });

  it("stop at five", async () => {
    config.held = { ...config.held!, groupTypes: { 0: "a", 1: "b", 2: "c", 3: "d", 4: "e" } };
    const state = (await module.getEnvironment(config.env, ctx, "phc_a"))!;
    const { asked } = config;
    expect(await module.groupTypeIndex(config.env, ctx, state, "f")).toBeNull();
    expect(config.asked).toBe(asked);
  });
});
