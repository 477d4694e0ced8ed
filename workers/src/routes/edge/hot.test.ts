import { randomUUID } from "node:crypto";
import { Agent, request } from "node:http";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { publish, snapshot, TOKEN } from "../../../test/flags/project.ts";
import { startWorkers, type TestWorkers } from "../../../test/harness.ts";

/**
 * Optimises code after a few calls. Without it a hot edge is ten thousands of requests away: then promises of
 * `new Promise` in `append.ts` belonged to nobody, answers failed and requests hung.
 */
const SOON =
  "--invocation-count-for-turbofan=60 --invocation-count-for-maglev=20 --invocation-count-for-feedback-allocation=4";
const REQUESTS = 3000;
const CONNECTIONS = 32;

const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
let workers: TestWorkers;
beforeAll(async () => {
  vi.stubEnv("MINIFLARE_WORKERD_V8_FLAGS", SOON);
  workers = await startWorkers({ vars: { WAREHOUSE_URL: "http://127.0.0.1:9" } });
  vi.unstubAllEnvs();
  await publish(workers, snapshot());
});
afterAll(async () => {
  agent.destroy();
  await workers.dispose();
});

function capture(): Promise<number> {
  const body = JSON.stringify({ api_key: TOKEN, event: "e", uuid: randomUUID(), distinct_id: "u" });
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const sent = request(new URL("/e/", workers.url).href, { method: "POST", agent }, (answer) => {
    answer.resume().on("end", () => resolve(answer.statusCode ?? 0));
  });
  sent.setTimeout(20_000, () => sent.destroy(new Error("a request got no answer")));
  sent.on("error", reject).end(body);
  return promise;
}

it("requests that wait for each other are all answered once their code is optimised", async () => {
  const statuses: Record<number, number> = {};
  let left = REQUESTS;
  const client = async (): Promise<void> => {
    while (left-- > 0) {
      const status = await capture();
      statuses[status] = (statuses[status] ?? 0) + 1;
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, client));
  expect(statuses).toEqual({ 200: REQUESTS });
});
