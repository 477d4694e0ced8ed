import { personIdOf } from "@edgewise/core/events/identity.ts";
import type { JsonObject, PartitionEvent, PersonUpdate } from "@edgewise/core/events/types.ts";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { testBatch, testEvent } from "../../../test/events.ts";
import { startWorkers, type TestWorkers } from "../../../test/harness.ts";
import { PersonModel, type PersonOp } from "../../../test/person-model.ts";
import type { ManageResult, MergeView, PersonView, UndoPreview } from "./manage.ts";

let workers: TestWorkers;
let nextEnvironment = 100;

beforeAll(async () => {
  // The warehouse is away: identity does not need it.
  workers = await startWorkers();
});
afterAll(() => workers?.dispose());

const call = <T>(method: string, ...args: unknown[]): Promise<T> =>
  workers.call("PARTITION", "p0", method, ...args);

function eventOf(environmentId: number, op: PersonOp): PartitionEvent {
  const always = true;
  if (op.kind === "set") {
    const person = op.profile ? { person: { set: op.set, always } } : {};
    return testEvent(op.id, { environmentId, personProfile: op.profile, ...person });
  }
  if (op.kind === "identified") return testEvent(op.id, { environmentId, identity: { kind: "identified" } });
  const { source, force, set, target } = op;
  return testEvent(target, {
    environmentId,
    identity: { kind: "merge", source, force },
    person: { set, always },
  });
}

/** Appends operations in a fresh environment, one event each. */
async function run(ops: readonly PersonOp[], together = true): Promise<number> {
  const environmentId = nextEnvironment++;
  const events = ops.map((op) => eventOf(environmentId, op));
  const groups = together ? [events] : events.map((event) => [event]);
  for (const group of groups) await call("append", [testBatch(group, { environmentId })]);
  return environmentId;
}

async function personOf(environmentId: number, distinctId: string): Promise<PersonView | null> {
  const { id } = await call<{ id: string }>("personOf", environmentId, distinctId);
  return call("getPerson", environmentId, id);
}

const IDS = ["a", "b", "c", "d", "e"];
const id = fc.constantFrom(...IDS);
const set = fc.dictionary(fc.constantFrom("p", "q", "r"), fc.nat(9), { maxKeys: 2 });
const op: fc.Arbitrary<PersonOp> = fc.oneof(
  fc.record({ kind: fc.constant("set" as const), id, set, profile: fc.boolean() }),
  fc.record({ kind: fc.constant("identified" as const), id }),
  fc.record({ kind: fc.constant("merge" as const), source: id, target: id, force: fc.boolean(), set }),
);

describe("merge laws", { timeout: 120_000 }, () => {
  it.each([
    ["in one transaction", true, 60],
    ["in one transaction each", false, 15],
  ])("any sequence %s ends as the model says", async (_name, together, numRuns) => {
    await fc.assert(
      fc.asyncProperty(fc.array(op, { minLength: 1, maxLength: 14 }), async (ops) => {
        const model = new PersonModel();
        for (const one of ops) model.apply(one);
        const environmentId = await run(ops, together);
        for (const distinctId of IDS) {
          const expected = model.find(distinctId);
          const got = await personOf(environmentId, distinctId);
          expect(
            got && {
              ids: got.distinctIds.toSorted(),
              properties: got.properties,
              identified: got.isIdentified,
            },
          ).toEqual(
            expected
              ? {
                  ids: Array.from(expected.ids).sort(),
                  properties: expected.properties,
                  identified: expected.identified,
                }
              : null,
          );
        }
      }),
      { numRuns, endOnFailure: true },
    );
  });

  it("undone from the newest to the oldest, all merges leave the persons they found", async () => {
    const merges = fc.array(
      fc.record({
        kind: fc.constant("merge" as const),
        source: id,
        target: id,
        force: fc.constant(true),
        set: fc.constant({}),
      }),
      { minLength: 1, maxLength: 6 },
    );
    await fc.assert(
      fc.asyncProperty(merges, async (ops) => {
        const seeds = IDS.map(
          (one, i): PersonOp => ({ kind: "set", id: one, set: { p: i, [one]: i }, profile: true }),
        );
        const environmentId = await run(seeds);
        for (const one of ops)
          await call("append", [testBatch([eventOf(environmentId, one)], { environmentId })]);
        const log = await call<MergeView[]>("mergeLog", environmentId);
        // An undo that must wait for a later merge says so; then its turn comes in the next round.
        let open = log.map((entry) => entry.id);
        for (let round = 0; round < 10 && open.length > 0; round++) {
          const left: string[] = [];
          for (const mergeId of open) {
            const result = await call<ManageResult<UndoPreview>>("undoMerge", environmentId, mergeId);
            if (!result.ok) left.push(mergeId);
          }
          open = left;
        }
        expect(open).toEqual([]);
        for (const distinctId of IDS) {
          const person = await personOf(environmentId, distinctId);
          expect(person).toMatchObject({
            id: personIdOf(environmentId, distinctId),
            distinctIds: [distinctId],
          });
          expect(person?.properties[distinctId]).toBe(IDS.indexOf(distinctId));
        }
      }),
      { numRuns: 20, endOnFailure: true },
    );
  });
});

describe("one merge", () => {
  const identify: PersonOp = {
    kind: "merge",
    source: "anon",
    target: "user",
    force: false,
    set: { plan: "pro" },
  };
  const browse: PersonOp = {
    kind: "set",
    id: "anon",
    set: { $initial_url: "/", plan: "free" },
    profile: true,
  };

  it("keeps the anonymous person when the user is new", async () => {
    const environmentId = await run([browse, identify]);
    const person = await personOf(environmentId, "user");
    expect(person).toMatchObject({
      id: personIdOf(environmentId, "anon"),
      distinctIds: ["anon", "user"],
      properties: { $initial_url: "/", plan: "pro" },
      isIdentified: true,
    });
  });

  it("previews and undoes", async () => {
    const environmentId = await run([
      browse,
      { kind: "set", id: "user", set: { name: "Ada" }, profile: true },
      identify,
    ]);
    const [merge] = await call<MergeView[]>("mergeLog", environmentId);
    expect(merge).toMatchObject({
      kind: "merge",
      sourceDistinctId: "anon",
      targetDistinctId: "user",
      undoneAt: null,
    });
    const preview = await call<ManageResult<UndoPreview>>("previewUndo", environmentId, merge!.id);
    expect(preview).toMatchObject({
      ok: true,
      value: {
        distinctIds: ["anon"],
        removedProperties: ["$initial_url"],
        sourceProperties: { plan: "free" },
      },
    });
    expect((await personOf(environmentId, "anon"))?.id).toBe(personIdOf(environmentId, "user"));
    await call("undoMerge", environmentId, merge!.id);
    expect(await personOf(environmentId, "anon")).toMatchObject({
      properties: { $initial_url: "/", plan: "free" },
      isIdentified: false,
    });
    expect(await personOf(environmentId, "user")).toMatchObject({
      properties: { name: "Ada", plan: "pro" },
      distinctIds: ["user"],
    });
    expect(await call("undoMerge", environmentId, merge!.id)).toMatchObject({ ok: false, code: "conflict" });
    expect(await call("undoMerge", environmentId + 1, merge!.id)).toMatchObject({
      ok: false,
      code: "not_found",
    });
  });

  it("attaches a personless ID, and lets it go again", async () => {
    const environmentId = await run([{ ...browse, profile: false }, identify]);
    expect(await personOf(environmentId, "anon")).toMatchObject({ id: personIdOf(environmentId, "user") });
    const [merge] = await call<MergeView[]>("mergeLog", environmentId);
    expect(merge).toMatchObject({ kind: "attach" });
    expect(await call("undoMerge", environmentId, merge!.id)).toMatchObject({ ok: true });
    expect(await personOf(environmentId, "anon")).toBeNull();
    expect(await personOf(environmentId, "user")).toMatchObject({ distinctIds: ["user"] });
  });
});

describe("persons", () => {
  it("splits into empty persons and keeps the first ID", async () => {
    const ids: PersonOp[] = ["b", "c"].map((source) => ({
      kind: "merge",
      source,
      target: "a",
      force: true,
      set: { x: 1 },
    }));
    const environmentId = await run(ids);
    const { id: personId } = await call<{ id: string }>("personOf", environmentId, "a");
    expect(await call("splitPerson", environmentId, personId)).toEqual({ ok: true, value: ["b", "c"] });
    expect(await personOf(environmentId, "b")).toMatchObject({ properties: {}, distinctIds: ["b"] });
    expect(await personOf(environmentId, "a")).toMatchObject({ properties: { x: 1 }, distinctIds: ["a"] });
    expect(await call("splitPerson", environmentId, personId)).toMatchObject({ ok: false, code: "conflict" });
  });

  it("comes back empty after it was deleted", async () => {
    const environmentId = await run([{ kind: "set", id: "a", set: { x: 1 }, profile: true }]);
    const personId = personIdOf(environmentId, "a");
    expect(await call("deletePerson", environmentId, personId)).toMatchObject({ ok: true });
    expect(await personOf(environmentId, "a")).toMatchObject({ isDeleted: true, properties: {} });
    await call("append", [testBatch([testEvent("a", { environmentId })], { environmentId })]);
    expect(await personOf(environmentId, "a")).toMatchObject({
      isDeleted: false,
      properties: {},
      version: 3,
    });
    expect(await call("deletePerson", environmentId + 1, personId)).toMatchObject({
      ok: false,
      code: "not_found",
    });
  });

  it("skips volatile updates of a person that exists", async () => {
    const environmentId = nextEnvironment++;
    const visit = (url: string) => testEvent("v", { environmentId, person: { set: { url }, always: false } });
    await call("append", [testBatch([visit("/a"), visit("/b")], { environmentId })]);
    expect(await personOf(environmentId, "v")).toMatchObject({ properties: { url: "/a" }, version: 1 });
  });

  it("writes a volatile property that an existing person lacks", async () => {
    const environmentId = nextEnvironment++;
    const write = async (change: PersonUpdate) => {
      const event = testEvent("n", { environmentId, person: change });
      await call("append", [testBatch([event], { environmentId })]);
      const person = await personOf(environmentId, "n");
      return [person?.version, person?.properties];
    };
    const sent = (set: JsonObject) => write({ set, always: false });
    expect(await sent({ $browser: "A" })).toEqual([1, { $browser: "A" }]);
    expect(await sent({ $browser: "B" })).toEqual([1, { $browser: "A" }]);
    expect(await sent({ $browser: "C", $os: "L" })).toEqual([2, { $browser: "C", $os: "L" }]);
    expect(await sent({ $browser: "D", $os: "M" })).toEqual([2, { $browser: "C", $os: "L" }]);
    expect(await write({ unset: ["$os"], always: true })).toEqual([3, { $browser: "C" }]);
    expect(await sent({ $os: "M" })).toEqual([4, { $browser: "C", $os: "M" }]);
  });

  it("refuses properties without bound, with a warning, and keeps the event", async () => {
    const environmentId = nextEnvironment++;
    const event = testEvent("big", {
      environmentId,
      person: { set: { text: "x".repeat(600_000) }, always: true },
    });
    expect(await call("append", [testBatch([event], { environmentId })])).toEqual([
      { ok: true, stored: 1, duplicate: 0 },
    ]);
    expect(await personOf(environmentId, "big")).toMatchObject({ properties: {} });
  });
});

describe("flagContext", () => {
  const context = (environmentId: number, ...rest: unknown[]) => call("flagContext", environmentId, ...rest);

  it("answers stored properties of person and groups", async () => {
    const environmentId = nextEnvironment++;
    const group = testEvent("$company_acme", {
      environmentId,
      group: { type: "company", index: 2, key: "acme", set: { size: 5 } },
    });
    const person = testEvent("p", { environmentId, person: { set: { plan: "pro" }, always: true } });
    await call("append", [testBatch([group, person], { environmentId })]);
    expect(await context(environmentId, "p", null, { "2": "acme", "0": "none" }, [])).toEqual({
      personProperties: { plan: "pro" },
      groupProperties: { "2": { size: 5 }, "0": {} },
      overrides: {},
    });
    expect(await context(environmentId, "", null, { "2": "acme" }, [])).toMatchObject({
      groupProperties: { "2": { size: 5 } },
    });
  });

  it("keeps the first anonymous ID as hash key, through login and for good", async () => {
    const environmentId = nextEnvironment++;
    expect(await context(environmentId, "user", null, {}, ["f"])).toMatchObject({ overrides: {} });
    expect(await context(environmentId, "user", "anon", {}, ["f"])).toMatchObject({
      overrides: { f: "anon" },
    });
    expect(await context(environmentId, "user", "anon-2", {}, ["f", "g"])).toMatchObject({
      overrides: { f: "anon", g: "anon-2" },
    });
    const identity = { kind: "merge", source: "user", force: true } as const;
    await call("append", [testBatch([testEvent("merged", { environmentId, identity })], { environmentId })]);
    expect(await context(environmentId, "merged", null, {}, ["f", "g", "h"])).toMatchObject({
      overrides: { f: "anon", g: "anon-2" },
    });
  });
});
