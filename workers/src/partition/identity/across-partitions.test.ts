import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { partitionName, partitionOf } from "@edgewise/core/events/partition.ts";
import type { PartitionEvent } from "@edgewise/core/events/types.ts";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { testBatch, testEvent } from "../../../test/events.ts";
import { startWorkers, type TestWorkers } from "../../../test/harness.ts";
import type { PartitionStats } from "../stats.ts";
import type { ManageResult, MergeView, PersonView } from "./manage.ts";

const PARTITIONS = 4;
const dataDir = mkdtempSync(join(tmpdir(), "edgewise-across-"));
let workers: TestWorkers;
let nextEnvironment = 100;

const start = () =>
  startWorkers({ dataDir, vars: { PARTITIONS: String(PARTITIONS), PARTITION_MAX_BACKOFF_MS: "100" } });
beforeAll(async () => {
  workers = await start();
});
afterAll(async () => {
  await workers?.dispose();
  rmSync(dataDir, { recursive: true, force: true });
});

const call = <T>(partition: number, method: string, ...args: unknown[]): Promise<T> =>
  workers.call("PARTITION", partitionName(partition), method, ...args);
const each = <T>(method: string, ...args: unknown[]): Promise<T[]> =>
  Promise.all(Array.from({ length: PARTITIONS }, (_, index) => call<T>(index, method, ...args)));

async function settled(): Promise<void> {
  // Mail begets mail: quiet twice in a row is quiet.
  for (let quiet = 0; quiet < 2; ) {
    const stats = await each<PartitionStats>("stats");
    quiet = stats.every(({ mail }) => mail === 0) ? quiet + 1 : 0;
    if (quiet === 0) await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

const append = (environmentId: number, event: PartitionEvent) =>
  call(partitionOf(environmentId, event.distinctId, PARTITIONS), "append", [
    testBatch([event], { environmentId }),
  ]);

async function personOf(environmentId: number, distinctId: string): Promise<PersonView | null> {
  const owner = partitionOf(environmentId, distinctId, PARTITIONS);
  const { id, home } = await call<{ id: string; home: number }>(owner, "personOf", environmentId, distinctId);
  return call(home, "getPerson", environmentId, id);
}

const merge = (environmentId: number, source: string, target: string, force = true) =>
  testEvent(target, { environmentId, identity: { kind: "merge", source, force } });
const set = (environmentId: number, id: string, properties: Record<string, number>) =>
  testEvent(id, { environmentId, person: { set: properties, always: true } });

const IDS = ["a", "b", "c", "d", "e", "f", "g"];
const id = fc.constantFrom(...IDS);

/** Groups of IDs that a set of merges connects. */
function closure(pairs: readonly (readonly [string, string])[]): Map<string, string[]> {
  const root = new Map(IDS.map((one) => [one, one]));
  for (const [a, b] of pairs) {
    const [from, to] = [root.get(a)!, root.get(b)!];
    for (const [key, value] of root) if (value === from) root.set(key, to);
  }
  return new Map(IDS.map((one) => [one, IDS.filter((other) => root.get(other) === root.get(one))]));
}

describe("merges between partitions", { timeout: 150_000 }, () => {
  it.each([
    ["one after the other", false],
    ["all at once, in any interleaving", true],
  ])("%s connect what they name; no ID and no property is lost", async (_name, together) => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(id, id), { minLength: 1, maxLength: 10 }),
        fc.subarray(IDS),
        async (pairs, existing) => {
          const environmentId = nextEnvironment++;
          await Promise.all(
            existing.map((one) => append(environmentId, set(environmentId, one, { [one]: 1 }))),
          );
          const sends = pairs.map(
            ([source, target]) =>
              () =>
                append(environmentId, merge(environmentId, source, target)),
          );
          if (together) await Promise.all(sends.map((send) => send()));
          else
            for (const send of sends) {
              await send();
              await settled();
            }
          await settled();
          const expected = closure(pairs);
          for (const one of IDS) {
            const person = await personOf(environmentId, one);
            const ids = expected.get(one)!;
            if (!existing.includes(one) && !pairs.flat().includes(one)) {
              expect(person).toBeNull();
              continue;
            }
            expect(person).toMatchObject({ mergedInto: null, isDeleted: false });
            expect(person?.distinctIds.toSorted()).toEqual(ids);
            expect(Object.keys(person!.properties).sort()).toEqual(
              ids.filter((other) => existing.includes(other)),
            );
          }
        },
      ),
      { numRuns: together ? 40 : 12, endOnFailure: true },
    );
  });

  it("goes on after kill -9 between the steps, each step once", async () => {
    const environmentId = nextEnvironment++;
    await Promise.all(IDS.map((one) => append(environmentId, set(environmentId, one, { [one]: 1 }))));
    const events = IDS.slice(1).map((one, i) => merge(environmentId, IDS[i]!, one));
    for (const event of events) {
      await append(environmentId, event);
      await workers.kill();
      workers = await start();
    }
    await settled();
    const person = await personOf(environmentId, "a");
    expect(person?.distinctIds.toSorted()).toEqual(IDS);
    expect(Object.keys(person!.properties).sort()).toEqual(IDS);
    const log = (await each<MergeView[]>("mergeLog", environmentId)).flat();
    expect(log).toHaveLength(IDS.length - 1);
  });

  it("refuses an identified source and keeps both, undoes what it merged", async () => {
    const environmentId = nextEnvironment++;
    for (const one of ["a", "b", "c", "d"])
      await append(environmentId, set(environmentId, one, { [one]: 1 }));
    await append(environmentId, merge(environmentId, "a", "b", false));
    await settled();
    await append(environmentId, merge(environmentId, "b", "c", false));
    await settled();
    const [b, c] = [await personOf(environmentId, "b"), await personOf(environmentId, "c")];
    expect(b?.distinctIds).toEqual(["b", "a"]);
    expect(c).toMatchObject({ distinctIds: ["c"], isIdentified: true });
    const [logged] = (await each<MergeView[]>("mergeLog", environmentId)).flat();
    const undone = await each<ManageResult<unknown>>("undoMerge", environmentId, logged!.id);
    expect(undone.filter((result) => result.ok)).toHaveLength(1);
    await settled();
    expect(await personOf(environmentId, "a")).toMatchObject({ distinctIds: ["a"], properties: { a: 1 } });
    expect(await personOf(environmentId, "b")).toMatchObject({ distinctIds: ["b"], properties: { b: 1 } });
  });

  it("brings updates and flag questions to a person that lives elsewhere", async () => {
    const environmentId = nextEnvironment++;
    const ids = IDS.slice(0, 4);
    await append(environmentId, set(environmentId, "a", { first: 1 }));
    for (const one of ids.slice(1)) {
      await append(environmentId, merge(environmentId, "a", one));
      await settled();
      await append(environmentId, set(environmentId, one, { [one]: 2 }));
    }
    const group = testEvent("$company_acme", {
      environmentId,
      group: { type: "company", index: 0, key: "acme", set: { size: 5 } },
    });
    await append(environmentId, group);
    await settled();
    for (const one of ids) {
      const owner = partitionOf(environmentId, one, PARTITIONS);
      expect(await call(owner, "flagContext", environmentId, one, null, { "0": "acme" }, [])).toMatchObject({
        personProperties: { first: 1, b: 2, c: 2, d: 2 },
        groupProperties: { "0": { size: 5 } },
      });
    }
  });
});

describe("a uuid that comes again under another distinct ID", () => {
  const uuid = "01a2016b-b579-788e-91d2-0000000000aa";
  const here = partitionOf(1, "a", PARTITIONS);
  const others = Array.from({ length: 50 }, (_, i) => `other-${i}`);

  it.each([
    ["is known in its own partition", (home: number) => home === here, { stored: 0, duplicate: 1 }],
    ["is another event in another one", (home: number) => home !== here, { stored: 1, duplicate: 0 }],
  ])("%s", async (_name, isThere, expected) => {
    const environmentId = nextEnvironment++;
    const other = others.find((one) => isThere(partitionOf(1, one, PARTITIONS)))!;
    const send = (distinctId: string) =>
      call(partitionOf(1, distinctId, PARTITIONS), "append", [
        testBatch([testEvent(distinctId, { environmentId, uuid })], { environmentId }),
      ]);
    expect(await send("a")).toMatchObject([{ stored: 1 }]);
    expect(await send(other)).toMatchObject([expected]);
    expect(await send(other)).toMatchObject([{ stored: 0, duplicate: 1 }]);
  });
});
