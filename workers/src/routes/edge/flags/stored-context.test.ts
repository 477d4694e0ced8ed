import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { environment, flag, publish, snapshot, TOKEN } from "../../../../test/flags/project.ts";
import { startWorkers, type TestWorkers } from "../../../../test/harness.ts";

const pro = { key: "plan", type: "person", operator: "exact", value: "pro" };
const gold = { key: "tier", type: "group", operator: "exact", value: "gold", group_type_index: 0 };
const sticky = { ensure_experience_continuity: true };
const project = snapshot({
  groupTypes: { 0: "company" },
  flags: [
    flag("pro", [{ properties: [pro] }]),
    flag("gold", undefined, {
      filters: { groups: [{ properties: [gold] }], aggregation_group_type_index: 0 },
    }),
    flag("sticky", [{ rollout_percentage: 50 }], sticky),
    flag("simple"),
  ],
});

interface Answer {
  readonly flags: Record<string, { readonly enabled: boolean; readonly failed?: boolean }>;
  readonly errorsWhileComputingFlags: boolean;
}

function client(workers: TestWorkers) {
  return {
    async flags(distinctId: string, more: object = {}): Promise<Answer> {
      const body = JSON.stringify({ token: TOKEN, distinct_id: distinctId, ...more });
      const response = await workers.fetch("/flags/?v=2", { method: "POST", body });
      expect(response.status).toBe(200);
      return (await response.json()) as Answer;
    },
    async capture(...batch: object[]): Promise<void> {
      const response = await workers.fetch("/batch/", {
        method: "POST",
        body: JSON.stringify({ api_key: TOKEN, batch }),
      });
      expect(response.status).toBe(200);
    },
  };
}

describe("stored properties", () => {
  let workers: TestWorkers;
  let sdk: ReturnType<typeof client>;
  beforeAll(async () => {
    workers = await startWorkers({ vars: { PARTITIONS: "3" } });
    sdk = client(workers);
    await publish(workers, project);
  });
  afterAll(() => workers.dispose());

  it("of the person decide, unless the request knows better", async () => {
    await sdk.capture({ event: "$set", distinct_id: "ada", properties: { $set: { plan: "pro" } } });
    const answer = await sdk.flags("ada");
    expect(answer.flags.pro!.enabled).toBe(true);
    expect(answer.errorsWhileComputingFlags).toBe(false);
    expect((await sdk.flags("ada", { person_properties: { plan: "free" } })).flags.pro!.enabled).toBe(false);
    expect((await sdk.flags("nobody")).flags.pro!.enabled).toBe(false);
  });

  it("of the group decide", async () => {
    const properties = { $group_type: "company", $group_key: "acme", $group_set: { tier: "gold" } };
    await sdk.capture({ event: "$groupidentify", distinct_id: "ada", properties });
    const asked = () => sdk.flags("ada", { groups: { company: "acme" } });
    await expect.poll(async () => (await asked()).flags.gold!.enabled, { timeout: 3_000 }).toBe(true);
    expect((await sdk.flags("ada", { groups: { company: "other" } })).flags.gold!.enabled).toBe(false);
  });

  it("keep a visitor's answer when she becomes known", async () => {
    for (let i = 0; i < 12; i++) {
      const before = (await sdk.flags(`anon-${i}`)).flags.sticky!.enabled;
      await sdk.capture({
        event: "$identify",
        distinct_id: `user-${i}`,
        properties: { $anon_distinct_id: `anon-${i}` },
      });
      const first = await sdk.flags(`user-${i}`, { $anon_distinct_id: `anon-${i}` });
      expect(first.flags.sticky!.enabled).toBe(before);
      expect((await sdk.flags(`user-${i}`)).flags.sticky!.enabled).toBe(before);
    }
  });
});

describe("a partition that is down", () => {
  let workers: TestWorkers;
  beforeAll(async () => {
    workers = await startWorkers({ entry: "workers/test/flags/broken-partition-entry.ts" });
    await publish(workers, project);
    const plain = environment({ id: 2, tokens: ["phc_plain"] });
    await publish(workers, snapshot({ projectId: 2, environments: [plain], flags: [flag("simple")] }));
  });
  afterAll(() => workers.dispose());

  it("fails the flags that need it, and no other", async () => {
    const { flags, errorsWhileComputingFlags } = await client(workers).flags("ada");
    expect(errorsWhileComputingFlags).toBe(true);
    expect(flags.pro).toMatchObject({ enabled: false, failed: true });
    expect(flags.sticky).toMatchObject({ enabled: false, failed: true });
    expect(flags.simple).toMatchObject({ enabled: true });
    expect(flags.simple).not.toHaveProperty("failed");
  });

  it("matters not to what the request itself decides", async () => {
    const { flags } = await client(workers).flags("ada", { person_properties: { plan: "pro" } });
    expect(flags.pro).toMatchObject({ enabled: true });
  });

  it("is not asked by flags that need nothing stored", async () => {
    const answer = await client(workers).flags("ada", { token: "phc_plain" });
    expect(answer).toMatchObject({ errorsWhileComputingFlags: false, flags: { simple: { enabled: true } } });
  });
});
