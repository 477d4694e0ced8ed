import { describe, expect, test } from "vitest";
import { culprits, spikeOf } from "./spikes.ts";

describe("spikes", () => {
  test.each<[string, number, number[], boolean]>([
    ["as always", 10_000, [9_800, 10_100, 10_000, 9_900], false],
    ["three times as much", 30_000, [9_800, 10_100, 10_000, 9_900], true],
    ["twice is not more than twice", 20_000, [10_000, 10_000, 10_000], false],
    ["days that swing by themselves", 30_000, [2_000, 20_000, 9_000, 15_000], false],
    ["too little to matter", 900, [100, 100, 100], false],
    ["too few days known", 50_000, [10_000, 10_000], false],
    ["out of nothing", 6_000, [0, 0, 0], true],
  ])("%s", (_, units, before, stands) => {
    expect(spikeOf(units, before) !== null).toBe(stands);
  });

  test("names who grew, not who is large", () => {
    const sender = (event: string, sdkVersion: string, now: number, before: number) => ({
      event,
      sdk: "web",
      sdkVersion,
      release: "",
      now,
      before,
    });
    const senders = [
      sender("$pageview", "1.0", 50_000, 49_000),
      sender("loop", "1.1", 40_000, 0),
      sender("other", "1.1", 5_000, 0),
      sender("noise", "1.0", 100, 90),
    ];
    const found = culprits(senders, { units: 95_100, usual: 49_090 });
    expect(found.map(({ event }) => event)).toEqual(["loop", "other"]);
  });
});
