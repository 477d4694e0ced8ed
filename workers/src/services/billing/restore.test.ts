import { isoDay } from "@edgewise/core/billing/proration.ts";
import type { JsonObject } from "@edgewise/core/events/types.ts";
import type { DataJobRow } from "@edgewise/db/mysql/repos/data-jobs.ts";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { RegionDeps } from "../../deps.ts";
import { archiveFolder } from "../../partition/outbox/archive.ts";
import { compressed, inflated } from "../../zstd.ts";
import type { Step } from "../data-jobs/step.ts";
import { type RestoreRule, restoreArchived } from "./restore.ts";

const DAY = Date.parse("2026-01-05T00:00:00Z");
const HOUR = 3_600_000;
const NAMES = ["a", "b"];

/** Storage, meter and warehouse that die at one call and remember what was done before. */
function world(objects: readonly (readonly { hour: number; name: number }[])[]) {
  let calls = 0;
  let dies = Number.POSITIVE_INFINITY;
  const reached = () => {
    calls++;
    if (calls === dies) throw new Error("crash");
  };
  const files = new Map<string, Uint8Array>();
  const rows = objects.map((events, object) =>
    events.map(({ hour, name }, index) => ({
      uuid: `${object}-${index}`,
      event: NAMES[name] as string,
      received_at: new Date(DAY + hour * HOUR).toISOString().replace("T", " ").replace("Z", ""),
    })),
  );
  rows.forEach((list, index) => {
    const text = `${list.map((row) => JSON.stringify(row)).join("\n")}\n`;
    files.set(
      `${archiveFolder(1, isoDay(DAY))}${index}.ndjson.zst`,
      compressed(new TextEncoder().encode(text)),
    );
  });
  const textOf = (key: string) => new TextDecoder().decode(inflated(files.get(key) as Uint8Array));
  const bucket = {
    list: async ({ prefix }: { prefix: string }) => ({
      objects: [...files.keys()]
        .filter((key) => key.startsWith(prefix))
        .map((key) => ({ key, customMetadata: { rows: String(textOf(key).trimEnd().split("\n").length) } })),
      truncated: false,
    }),
    get: async (key: string) => {
      reached();
      const body = files.get(key);
      return body ? { arrayBuffer: async () => Uint8Array.from(body).buffer } : null;
    },
    put: async (key: string, body: Uint8Array) => {
      reached();
      files.set(key, body);
    },
    delete: async (key: string) => {
      reached();
      files.delete(key);
    },
  };
  const [rules, counted, spans] = [new Map<string, string>(), new Map<string, number>(), new Set<string>()];
  const meter = {
    usage: async () => ({ limits: {} }),
    beginRestore: async (key: string, rule: string) => {
      reached();
      if (!rules.has(key)) rules.set(key, rule);
      return rules.get(key);
    },
    restored: async (id: string, { cells }: { cells: Record<string, number> }) => {
      const units = Object.values(cells).reduce((sum, one) => sum + one, 0);
      if (!counted.has(id)) counted.set(id, units);
      reached();
    },
    endRestore: async (key: string) => {
      reached();
      rules.delete(key);
    },
    spanRestored: async (id: string) => void spans.add(id),
  };
  const inserts = new Map<string, string>();
  const deps = {
    files: bucket,
    env: { USAGE: { idFromName: () => "", get: () => meter } },
    warehouse: {
      insert: async (_: string, text: string, key: string) => {
        inserts.set(key, text);
        reached();
        return { ok: true };
      },
    },
  } as unknown as RegionDeps;
  return {
    rows: rows.flat(),
    spans,
    units: () => [...counted.values()].reduce((sum, one) => sum + one, 0),
    stored: () =>
      [...inserts.values()].flatMap((text) =>
        text.split("\n").map((row) => (JSON.parse(row) as JsonObject).uuid),
      ),
    waiting: () => [...files.keys()].flatMap((key) => textOf(key).trimEnd().split("\n")).length,
    /** Works until it is done; dies once, at call `at`. */
    async run(rule: RestoreRule, id: string, at: number) {
      [calls, dies] = [0, at];
      const progress: JsonObject = {};
      let saved: JsonObject = {};
      for (;;) {
        const job = {
          id,
          organizationId: "o",
          environmentId: 1,
          params: { ...rule },
        } as unknown as DataJobRow;
        const step: Step = {
          job,
          progress: structuredClone(saved),
          inTime: () => true,
          async save() {
            saved = structuredClone(this.progress);
          },
        };
        try {
          if ((await restoreArchived(step, deps)).state === "done") return { ...progress, ...step.progress };
        } catch (error) {
          if ((error as Error).message !== "crash") throw error;
          dies = Number.POSITIVE_INFINITY;
        }
      }
    },
  };
}

const event = fc.record({ hour: fc.integer({ min: 0, max: 23 }), name: fc.integer({ min: 0, max: 1 }) });
const objects = fc.array(fc.array(event, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 4 });
const rule = fc
  .record({
    from: fc.integer({ min: 0, max: 20 }),
    hours: fc.integer({ min: 1, max: 10 }),
    name: fc.integer({ min: 0, max: 2 }),
  })
  .map(
    ({ from, hours, name }): RestoreRule => ({
      from: DAY + from * HOUR,
      to: Math.min(DAY + (from + hours) * HOUR, DAY + 24 * HOUR),
      event: ["", ...NAMES][name] as string,
    }),
  );

test("restores each event that is asked for once, and no other, wherever it is cut off", async () => {
  await fc.assert(
    fc.asyncProperty(
      objects,
      fc.array(fc.tuple(rule, fc.integer({ min: 1, max: 40 })), { minLength: 1, maxLength: 3 }),
      async (given, rules) => {
        const all = world(given);
        for (const [index, [one, at]] of rules.entries()) await all.run(one, `job ${index}`, at);
        const asked = all.rows.filter((row) =>
          rules.some(([{ from, to, event: name }]) => {
            const at = Date.parse(`${row.received_at.replace(" ", "T")}Z`);
            return at >= from && at < to && (name === "" || name === row.event);
          }),
        );
        expect(all.stored().sort()).toEqual(asked.map(({ uuid }) => uuid).sort());
        expect(all.units()).toBe(asked.length);
        expect(all.waiting()).toBe(all.rows.length - asked.length);
        expect(all.spans.size).toBe(rules.length);
      },
    ),
  );
});

test("says how far it is", async () => {
  const all = world([
    [
      { hour: 1, name: 0 },
      { hour: 5, name: 1 },
    ],
    [{ hour: 2, name: 0 }],
  ]);
  const progress = await all.run({ from: DAY, to: DAY + 3 * HOUR, event: "" }, "job", 4);
  expect(progress).toMatchObject({ total: 3, done: 3, restored: 2 });
});
