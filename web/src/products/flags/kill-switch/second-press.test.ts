import { describe, expect, it } from "vitest";
import { meaningOf, PRESS_WINDOW_MS, type Press, type Pressed } from "./second-press.ts";

describe("two presses switch off", () => {
  const press: Press = { key: "k", at: 10_000, repeat: false, elsewhere: false };
  it.each<[string, Partial<Press>, number | null, Pressed]>([
    ["the first asks", {}, null, "ask"],
    ["the second kills", {}, 9_000, "kill"],
    ["with caps lock too", { key: "K" }, 9_000, "kill"],
    ["just in time", {}, 10_000 - PRESS_WINDOW_MS, "kill"],
    ["too late asks again", {}, 10_000 - PRESS_WINDOW_MS - 1, "ask"],
    ["holding the key is one press", { repeat: true }, 9_000, "ignore"],
    ["typing or ⌘K is none", { elsewhere: true }, 9_000, "ignore"],
    ["another key takes it back", { key: "Escape" }, 9_000, "disarm"],
    ["another key alone is nothing", { key: "g" }, null, "ignore"],
  ])("%s", (_, part, askedAt, meaning) => {
    expect(meaningOf({ ...press, ...part }, askedAt)).toBe(meaning);
  });
});
