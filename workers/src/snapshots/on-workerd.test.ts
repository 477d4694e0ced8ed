import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { environment, flag, publish, snapshot, TOKEN } from "../../test/flags/project.ts";
import { startWorkers, type TestWorkers } from "../../test/harness.ts";

let workers: TestWorkers;
beforeAll(async () => {
  workers = await startWorkers();
});
afterAll(() => workers.dispose());

async function values(token: string): Promise<Record<string, boolean> | number> {
  const body = JSON.stringify({ token, distinct_id: "u" });
  const response = await workers.fetch("/flags/?v=1", { method: "POST", body });
  if (response.status !== 200) return response.status;
  return ((await response.json()) as { featureFlags: Record<string, boolean> }).featureFlags;
}

const within = { timeout: 1_000, interval: 50 };

describe("a change of the configuration", () => {
  it("is answered within a second at the instance that made it", async () => {
    await publish(workers, snapshot({ flags: [flag("a")] }));
    expect(await values(TOKEN)).toEqual({ a: true });
    for (const version of [2, 3]) {
      const active = version % 2 === 1;
      const flags = [flag("a", undefined, { active }), flag(`v${version}`)];
      await publish(workers, snapshot({ version, flags }));
      await expect.poll(() => values(TOKEN), within).toHaveProperty(`v${version}`, true);
      if (!active) expect(await values(TOKEN)).not.toHaveProperty("a");
    }
  });

  it("lets a new token in and a rotated one out", async () => {
    const rotated = snapshot({
      projectId: 4,
      version: 1,
      environments: [environment({ id: 4, tokens: ["phc_old"] })],
    });
    await publish(workers, rotated);
    expect(await values("phc_old")).toEqual({});
    expect(await values("phc_young")).toBe(401);
    await publish(workers, {
      ...rotated,
      version: 2,
      environments: [environment({ id: 4, tokens: ["phc_young"] })],
    });
    await workers.call("CONFIG", "tokens", "removeToken", "phc_old");
    await expect.poll(() => values("phc_young"), { timeout: 2_500, interval: 50 }).toEqual({});
    await expect.poll(() => values("phc_old"), within).toBe(401);
  });
});
