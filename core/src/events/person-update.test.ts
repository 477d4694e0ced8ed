import { describe, expect, it } from "vitest";
import { explicitUpdate, PersonUpdates } from "./person-update.ts";
import type { JsonObject, PersonUpdate } from "./types.ts";

describe("explicitUpdate", () => {
  it.each<[string, JsonObject, JsonObject, object]>([
    ["nothing", {}, {}, { set: undefined, setOnce: undefined, unset: undefined, invalid: false }],
    ["nested", {}, { $set: { a: 1 } }, { set: { a: 1 } }],
    ["top level", { $set_once: { a: 1 } }, {}, { setOnce: { a: 1 } }],
    ["both: top level wins per key", { $set: { a: 2 } }, { $set: { a: 1, b: 1 } }, { set: { a: 2, b: 1 } }],
    ["unset list", {}, { $unset: ["a", 1, "b"] }, { unset: ["a", "b"] }],
    ["unset object", { $unset: { a: "" } }, {}, { unset: ["a"] }],
    ["no objects", {}, { $set: "x", $set_once: [1] }, { set: undefined, setOnce: undefined, invalid: true }],
    ["bad unset", {}, { $unset: 5 }, { unset: undefined, invalid: true }],
  ])("%s", (_name, event, properties, expected) => {
    expect(explicitUpdate(event, properties)).toMatchObject(expected);
  });

  it("stores what was merged", () => {
    const properties: JsonObject = { $set: { b: 1 } };
    explicitUpdate({ $set: { a: 2 }, $unset: ["c"] }, properties);
    expect(properties).toEqual({ $set: { a: 2, b: 1 }, $unset: ["c"] });
  });
});

describe("PersonUpdates", () => {
  const run = (
    updates: PersonUpdates,
    properties: JsonObject,
    lifted: [string, string, string][] = [],
    event = "e",
    server = false,
  ): PersonUpdate | undefined => {
    updates.begin("u", explicitUpdate({}, properties), server);
    for (const [property, initial, value] of lifted) updates.lift(property, initial, value);
    return updates.finish(event, "u");
  };
  const browser = (value: string): [string, string, string] => ["$browser", "$initial_browser", value];

  it("has nothing to say about a plain event", () => {
    expect(run(new PersonUpdates(), {})).toBeUndefined();
  });

  it("lifts into set and set once; volatile only, so the write may be skipped", () => {
    expect(run(new PersonUpdates(), {}, [browser("Chrome")])).toEqual({
      set: { $browser: "Chrome" },
      setOnce: { $initial_browser: "Chrome" },
      always: false,
    });
  });

  it("always writes a new campaign, once a request", () => {
    const updates = new PersonUpdates();
    const news: [string, string, string] = ["utm_source", "$initial_utm_source", "news"];
    expect(run(updates, {}, [browser("Chrome"), news])?.always).toBe(true);
    expect(run(updates, {}, [browser("Firefox"), news])).toEqual({
      set: { $browser: "Firefox" },
      always: false,
    });
  });

  it("lets explicit values win", () => {
    const properties = { $set: { $browser: "Mine", plan: "pro" }, $set_once: { $initial_browser: "First" } };
    expect(run(new PersonUpdates(), properties, [browser("Chrome")])).toEqual({
      set: { $browser: "Mine", plan: "pro" },
      setOnce: { $initial_browser: "First" },
      always: true,
    });
  });

  it("sends a repeated value once, a changed one again, the first one never again", () => {
    const updates = new PersonUpdates();
    run(updates, {}, [browser("Chrome")]);
    expect(run(updates, {}, [browser("Chrome")])).toBeUndefined();
    expect(run(updates, {}, [browser("Firefox")])).toEqual({ set: { $browser: "Firefox" }, always: false });
  });

  it.each<[string, JsonObject]>([
    ["an explicit volatile value", { $set: { $browser: "Mine" } }],
    ["an unset", { $unset: ["$browser"] }],
  ])("repeats after %s", (_name, properties) => {
    const updates = new PersonUpdates();
    run(updates, {}, [browser("Chrome")]);
    run(updates, properties);
    expect(run(updates, {}, [browser("Chrome")])?.set).toEqual({ $browser: "Chrome" });
  });

  it("keeps a server's own system off the person", () => {
    expect(run(new PersonUpdates(), {}, [["$os", "$initial_os", "Linux"]], "e", true)).toBeUndefined();
  });

  it.each(["$identify", "$create_alias", "$merge_dangerously", "$set"])("%s always writes", (event) => {
    expect(run(new PersonUpdates(), { $set: { $browser: "x" } }, [], event)?.always).toBe(true);
  });
});
