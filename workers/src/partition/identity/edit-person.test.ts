import { personIdOf } from "@edgewise/core/events/identity.ts";
import type { AppendResult } from "@edgewise/core/events/types.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { testBatch, testEvent } from "../../../test/events.ts";
import { startWorkers, type TestWorkers } from "../../../test/harness.ts";
import type { ErasedPerson } from "./edit-person.ts";
import type { ManageResult, MergeView, PersonView } from "./manage.ts";

const ENV = 1;
let workers: TestWorkers;
beforeAll(async () => {
  workers = await startWorkers({ vars: { WAREHOUSE_URL: "http://127.0.0.1:9" } });
});
afterAll(() => workers?.dispose());

const call = <T>(method: string, ...args: unknown[]): Promise<T> =>
  workers.call("PARTITION", "p0", method, ...args);
const append = (...events: ReturnType<typeof testEvent>[]) =>
  call<AppendResult[]>("append", [testBatch(events)]);
const person = (distinctId: string) => call<PersonView | null>("getPerson", ENV, personIdOf(ENV, distinctId));
const born = (distinctId: string, set: Record<string, string>) =>
  append(testEvent(distinctId, { person: { set, always: true } }));

describe("editPerson", () => {
  it("sets and unsets at once, under a new version", async () => {
    await born("ada", { plan: "pro", city: "Rome" });
    const before = await person("ada");
    const edit = (change: object) =>
      call<ManageResult<PersonView>>("editPerson", ENV, personIdOf(ENV, "ada"), change);
    const edited = await edit({ set: { plan: "team", size: 3 }, unset: ["city"] });
    expect(edited).toMatchObject({ ok: true, value: { properties: { plan: "team", size: 3 } } });
    expect((await person("ada"))?.properties).toEqual({ plan: "team", size: 3 });
    expect((await person("ada"))?.version).toBe((before?.version ?? 0) + 1);
    await edit({ set: { plan: "team" } });
    expect((await person("ada"))?.version).toBe((before?.version ?? 0) + 1);
    expect(await edit({ set: { note: "x".repeat(2_000_000) } })).toMatchObject({
      ok: false,
      code: "conflict",
    });
    const nobody = await call("editPerson", ENV, personIdOf(ENV, "nobody"), { set: {} });
    expect(nobody).toMatchObject({ ok: false, code: "not_found" });
    expect(await call("editPerson", 2, personIdOf(ENV, "ada"), { set: {} })).toMatchObject({
      code: "not_found",
    });
  });
});

describe("mergePersons", () => {
  it("merges two persons, identified ones too; an undo brings the second back", async () => {
    await born("one", { name: "One" });
    await born("two", { name: "Two", colour: "red" });
    await call("mergePersons", ENV, "one", "two", "merge-1");
    const one = await person("one");
    expect(one?.properties).toEqual({ name: "One", colour: "red" });
    expect(one?.distinctIds).toEqual(["one", "two"]);
    expect((await person("two"))?.mergedInto).toBe(one?.id);
    await call("undoMerge", ENV, "merge-1");
    expect((await person("two"))?.properties).toEqual({ name: "Two", colour: "red" });
  });
});

describe("erasePerson", () => {
  it("leaves nothing of the person nor of its merges, and its events may come again", async () => {
    const event = testEvent("eve", { person: { set: { name: "Eve" }, always: true } });
    await append(event);
    await born("eve-2", { phone: "1" });
    await call("mergePersons", ENV, "eve", "eve-2", "merge-2");
    const id = personIdOf(ENV, "eve");
    const erased = await call<ManageResult<ErasedPerson>>("erasePerson", ENV, id);
    expect(erased).toMatchObject({
      ok: true,
      value: { members: [{ distinctId: "eve" }, { distinctId: "eve-2" }] },
    });
    expect(await person("eve")).toMatchObject({ isDeleted: true, properties: {} });
    expect(await call<MergeView[]>("mergeLog", ENV, { personId: id })).toEqual([]);
    expect(await call("erasePerson", ENV, id)).toMatchObject({ code: "not_found" });
    const again = async () => (await append(event))[0];
    expect(await again()).toMatchObject({ stored: 0, duplicate: 1 });
    await call("forgetEvents", ENV, [event.uuid]);
    expect(await again()).toMatchObject({ stored: 1, duplicate: 0 });
    expect(await person("eve")).toMatchObject({ isDeleted: false, properties: { name: "Eve" } });
  });
});

describe("an update that a person took before", () => {
  const update = { plan: "pro" };
  const edit = (change: object) => (id: string) => call("editPerson", ENV, personIdOf(ENV, id), change);
  const remove = (method: string) => (id: string) => call(method, ENV, personIdOf(ENV, id));
  const merge = async (id: string) => {
    await born(`${id} too`, { plan: "free" });
    await call("mergePersons", ENV, id, `${id} too`, `merge of ${id}`);
  };

  it.each<[string, (id: string) => Promise<unknown>]>([
    ["a property was taken away", edit({ unset: ["plan"] })],
    ["a property was changed", edit({ set: { plan: "free" } })],
    ["another update", (id) => born(id, { plan: "free" })],
    ["the person was deleted", remove("deletePerson")],
    ["the person was erased", remove("erasePerson")],
    ["the person was merged", (id) => call("mergePersons", ENV, `${id} too`, id, `away ${id}`)],
    [
      "a merge was undone",
      async (id) => {
        await merge(id);
        await born(`${id} too`, update);
        await edit({ set: { plan: "free" } })(id);
        await call("undoMerge", ENV, `merge of ${id}`);
      },
    ],
    [
      "the person was split",
      async (id) => {
        await merge(id);
        await born(`${id} too`, update);
        await call("splitPerson", ENV, personIdOf(ENV, id), [id]);
      },
    ],
  ])("counts again after %s", async (name, change) => {
    await born(name, update);
    await born(name, update);
    await change(name);
    await born(name, update);
    const { id } = await call<{ id: string }>("personOf", ENV, name);
    expect(await call<PersonView>("getPerson", ENV, id)).toMatchObject({ properties: update });
  });
});

describe("flush marks", () => {
  it("say what still waits for the warehouse", async () => {
    await append(testEvent("late"));
    const mark = await call<number>("flushMark");
    expect(mark).toBeGreaterThan(0);
    expect(await call<boolean>("isFlushed", mark)).toBe(false);
    expect(await call<boolean>("isFlushed", 0)).toBe(true);
  });
});
