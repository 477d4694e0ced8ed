import { describe, expect, it } from "vitest";
import { HotPersons } from "./hot-persons.ts";

const update = { set: { plan: "pro" }, always: true };

function remembering(): HotPersons {
  const hot = new HotPersons();
  hot.remember(1, "a", "person", 0b11, update);
  hot.remember(1, "b", "person", 0);
  return hot;
}

describe("HotPersons", () => {
  it("knows a person by each of its IDs, in its environment, with the properties it has", () => {
    const hot = remembering();
    expect([hot.get(1, "a", 0b10), hot.get(1, "b", 0b11)]).toEqual(["person", "person"]);
    expect([hot.get(1, "a", 0b100), hot.get(2, "a", 0), hot.get(1, "c", 0)]).toEqual(
      Array(3).fill(undefined),
    );
  });

  it("knows the update that a person took last, whoever brings it", () => {
    const hot = remembering();
    expect(hot.unchanged(1, "a", { ...update })).toBe("person");
    expect(hot.unchanged(1, "b", { ...update })).toBe("person");
    expect(hot.unchanged(1, "a", { set: { plan: "free" }, always: true })).toBeUndefined();
    expect(hot.unchanged(2, "a", update)).toBeUndefined();
    hot.remember(1, "b", "person", 0, { set: { plan: "free" }, always: true });
    expect(hot.unchanged(1, "a", update)).toBeUndefined();
  });

  it("remembers no update that may change with the page, and none that is very long", () => {
    const hot = new HotPersons();
    const passing = { set: { $current_url: "/" }, always: false };
    const long = { set: { text: "x".repeat(3000) }, always: true };
    for (const one of [passing, long]) {
      hot.remember(1, "a", "person", 0, one);
      expect(hot.unchanged(1, "a", one)).toBeUndefined();
    }
  });

  it.each<[string, (hot: HotPersons) => void, (string | undefined)[]]>([
    ["a person that was written", (hot) => hot.forgetPerson("person"), [undefined, undefined]],
    ["an ID that got another person", (hot) => hot.forgetId(1, "a"), [undefined, "person"]],
    ["everything", (hot) => hot.clear(), [undefined, undefined]],
  ])("forgets %s, and says that it forgot", (_name, forget, left) => {
    const hot = remembering();
    const { forgotten } = hot;
    forget(hot);
    expect([hot.get(1, "a", 0), hot.get(1, "b", 0)]).toEqual(left);
    expect(hot.unchanged(1, "a", update)).toBeUndefined();
    expect(hot.forgotten).toBeGreaterThan(forgotten);
  });

  it("starts anew instead of growing without bounds", () => {
    const hot = new HotPersons();
    for (let i = 0; i <= 100_000; i++) hot.remember(i % 7, String(i), "person", 0);
    expect(hot.get(0, "0", 0)).toBeUndefined();
    expect(hot.get(100_000 % 7, "100000", 0)).toBe("person");
  });
});
