import type { JsonObject } from "@edgewise/core/events/types.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { TestEvent } from "./event-rows.ts";
import { type InsightRunner, startInsightRunner } from "./insight-runner.ts";

const [OWN, FOREIGN] = [93, 94];
const at = (event: string, user: string, session: string, time: string): TestEvent => ({
  event,
  user,
  session,
  at: `2026-01-05T${time}:00.000Z`,
  properties: { $window_id: `w-${session}` },
});

let runner: InsightRunner;

const recording = (environment: number, session: string) =>
  JSON.stringify({
    environment_id: environment,
    session_id: session,
    window_id: `w-${session}`,
    distinct_id: "ann",
    first_timestamp: "2026-01-05 10:00:00.000",
    last_timestamp: "2026-01-05 10:05:00.000",
    object_key: "k",
    uuid: "01990000-0000-7000-8000-000000000001",
    retention_days: 3650,
  });

beforeAll(async () => {
  runner = await startInsightRunner();
  await runner.insert(OWN, [
    at("in", "ann", "seen", "10:00"),
    at("out", "ann", "seen", "10:04"),
    at("in", "ann", "unseen", "12:00"),
    at("other", "ann", "elsewhere", "13:00"),
    at("in", "bob", "foreign", "10:00"),
  ]);
  const rows = [recording(OWN, "seen"), recording(OWN, "elsewhere"), recording(FOREIGN, "foreign")];
  const inserted = await runner.warehouse.insert("recordings", rows.join("\n"), "recordings");
  if (!inserted.ok) throw new Error(inserted.error.message);
});
afterAll(() => runner.close());

const dateRange = { date_from: "2026-01-05", date_to: "2026-01-05" };
const steps = ["in", "out"].map((event) => ({ kind: "EventsNode", event }));
const trend = { kind: "TrendsQuery", series: steps.slice(0, 1), dateRange };
const ask = async (source: JsonObject, select: readonly string[]) => {
  const query = { kind: "ActorsQuery", select, source, orderBy: ["actor_id"] } as unknown as JsonObject;
  const { results } = await runner.run(query, { environmentId: OWN });
  return results as [unknown, { session_id: string; events: { timestamp: string; window_id: string }[] }[]][];
};
const sessions = (rows: Awaited<ReturnType<typeof ask>>) =>
  rows.map(([, found]) => found.map(({ session_id }) => session_id)).toSorted();

describe("matched_recordings", () => {
  it("of a trend are the recorded sessions of what is counted, in one's own project", async () => {
    const rows = await ask({ kind: "InsightActorsQuery", source: trend, day: "2026-01-05" }, [
      "actor",
      "matched_recordings",
    ]);
    expect(sessions(rows)).toEqual([[], ["seen"]]);
    const [found] = rows.flatMap(([, recordings]) => recordings);
    expect(found?.events).toEqual([
      {
        uuid: expect.any(String),
        timestamp: expect.stringMatching(/^2026-01-05T10:00:00/),
        window_id: "w-seen",
      },
    ]);
  });

  it("of a funnel are those of its steps", async () => {
    const source = { kind: "FunnelsQuery", series: steps, dateRange };
    const rows = await ask({ kind: "FunnelsActorsQuery", funnelStep: 2, source }, [
      "id",
      "matched_recordings",
    ]);
    expect(rows.map(([, found]) => found.map(({ events }) => events.length))).toEqual([[2]]);
  });

  it("of other insights there are none", async () => {
    const source = { kind: "LifecycleQuery", series: steps.slice(0, 1), dateRange };
    const rows = await ask({ kind: "InsightActorsQuery", source, day: "2026-01-05", status: "new" }, [
      "id",
      "matched_recordings",
    ]);
    expect(sessions(rows)).toEqual([[], []]);
  });
});
