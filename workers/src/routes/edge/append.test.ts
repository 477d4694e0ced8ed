import type { AppendBatch, AppendResult, PartitionEvent } from "@edgewise/core/events/types.ts";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { EdgeEnv } from "../../env.ts";
import { taken } from "../../partition/handoff.ts";
import { append } from "./append.ts";

/** What a partition does with a call: answers, fails, or keeps it waiting. */
type Behaviour = (rows: string[]) => Promise<AppendResult[]>;

const event = (row: string): PartitionEvent => ({
  uuid: row,
  distinctId: "u",
  timestamp: 0,
  lane: "events",
  meter: "events",
  bot: false,
  personProfile: true,
  row,
});
const batch = (row: string): AppendBatch => ({
  environmentId: 1,
  receivedAt: 0,
  events: [event(row)],
  rejections: [],
  warnings: [],
});

const textOf = ({ events }: AppendBatch): string => {
  const { row } = events[0]!;
  return typeof row === "string" ? row : new TextDecoder().decode(row.bytes.subarray(row.from, row.to));
};
const stored = (rows: string[]): AppendResult[] => rows.map(() => ({ ok: true, stored: 1, duplicate: 0 }));

let partition = 0;
/** What each call carried: as it was, and where it lies. */
let calls: { readonly texts: string[]; readonly batches: readonly AppendBatch[] }[] = [];

/** An edge whose partition behaves as told, call by call (then it answers). */
function edge(...behaviours: Behaviour[]): (row: string) => Promise<AppendResult> {
  const stub = {
    appendOffered(ticket: string) {
      const batches = taken(ticket)!;
      const texts = batches.map(textOf);
      calls.push({ texts, batches });
      return (behaviours.shift() ?? (async (rows) => stored(rows)))(texts);
    },
  };
  const PARTITION = { idFromName: (name: string) => name, get: () => stub };
  const env = { PARTITION } as unknown as EdgeEnv;
  const own = ++partition;
  return (row) => append(env, { waitUntil: () => undefined }, { region: "", partition: own }, batch(row));
}

const callsOf = (): string[][] => calls.map(({ texts }) => texts);
const ok = { ok: true, stored: 1, duplicate: 0 };
const fails: Behaviour = () => Promise.reject(new Error("the object restarted"));
const hangs: Behaviour = () => new Promise(() => undefined);

describe("append", () => {
  beforeEach(() => {
    calls = [];
    vi.useFakeTimers();
  });
  afterEach(() => vi.useRealTimers());

  async function all(...appends: Promise<AppendResult>[]): Promise<PromiseSettledResult<AppendResult>[]> {
    const settled = Promise.allSettled(appends);
    await vi.advanceTimersByTimeAsync(20_000);
    return settled;
  }

  it("takes batches that come during a call along in the next one, each with its own answer", async () => {
    const send = edge(
      async (rows) => {
        await new Promise((resolve) => setTimeout(resolve, 50));
        return stored(rows);
      },
      async (rows) => rows.map((_, i) => ({ ok: true, stored: i, duplicate: 0 })),
    );
    const first = send("a");
    await vi.advanceTimersByTimeAsync(10);
    const settled = await all(first, send("b"), send("c"), send("d"));
    expect(callsOf()).toEqual([["a"], ["b", "c", "d"]]);
    expect(settled.map((each) => each.status === "fulfilled" && each.value)).toEqual([
      ok,
      ...[0, 1, 2].map((n) => ({ ...ok, stored: n })),
    ]);
  });

  it("waits for as many as were just answered, but not when nobody comes", async () => {
    const send = edge();
    const answered = Promise.all([send("a"), send("b")]);
    await vi.advanceTimersByTimeAsync(0);
    await answered;
    const c = send("c");
    await vi.advanceTimersByTimeAsync(1);
    const d = send("d");
    await vi.advanceTimersByTimeAsync(0);
    await Promise.all([c, d]);
    const alone = send("e");
    await vi.advanceTimersByTimeAsync(2);
    expect(await alone).toEqual(ok);
    const single = send("f");
    await vi.advanceTimersByTimeAsync(0);
    expect(await single).toEqual(ok);
    expect(callsOf()).toEqual([["a", "b"], ["c", "d"], ["e"], ["f"]]);
  });

  it("waits for those answered and those who came meanwhile", async () => {
    const send = edge(
      async (rows) => stored(rows),
      async (rows) => {
        await new Promise((resolve) => setTimeout(resolve, 50));
        return stored(rows);
      },
    );
    await all(send("warm"));
    const first = [send("a"), send("b")];
    await vi.advanceTimersByTimeAsync(10);
    const meanwhile = send("c");
    await vi.advanceTimersByTimeAsync(41);
    await Promise.all(first);
    const back = [send("d"), send("e")];
    await vi.advanceTimersByTimeAsync(0);
    await Promise.all([meanwhile, ...back]);
    expect(callsOf()).toEqual([["warm"], ["a", "b"], ["c", "d", "e"]]);
  });

  it("lets each append by itself when the shared call fails", async () => {
    const send = edge(fails);
    const settled = await all(send("a"), send("b"));
    expect(callsOf()).toEqual([["a", "b"], ["a"], ["b"]]);
    expect(settled.every(({ status }) => status === "fulfilled")).toBe(true);
  });

  it("says so when its own call fails too", async () => {
    const send = edge(fails, fails);
    const settled = await all(send("a"), send("b"));
    expect(settled.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  });

  it("does not wait for a leader that hangs, nor keep others waiting for it", async () => {
    const send = edge(hangs);
    const leader = send("a");
    const settled = await all(send("b"));
    expect(settled[0]).toMatchObject({ status: "fulfilled" });
    await all(send("c"));
    expect(callsOf()).toEqual([["a", "b"], ["b"], ["c"]]);
    void leader;
  });

  it.each<[string, Behaviour]>([
    ["failed", fails],
    ["hangs", hangs],
  ])("never writes into rows that a call which %s may still read", async (_name, behaviour) => {
    const send = edge(behaviour);
    void send("a").catch(() => undefined);
    await all(send("b"));
    const { batches } = calls[0]!;
    for (let i = 0; i < 10; i++) await all(send(`later ${i}`));
    expect(batches.map(textOf)).toEqual(["a", "b"]);
  });

  it("uses a buffer again once all its readers are done", async () => {
    const send = edge();
    const buffers = new Set<unknown>();
    for (let i = 0; i < 10; i++) {
      await all(send(`row ${i}`));
      const { row } = calls.at(-1)!.batches[0]!.events[0]!;
      if (typeof row !== "string") buffers.add(row.bytes);
    }
    expect(buffers.size).toBe(1);
  });
});
