import { meterKey } from "@edgewise/core/billing/meter-key.ts";
import { describe, expect, test } from "vitest";
import { differences } from "./reconcile.ts";

const cell = (event: string, stored: number, sdk = "web") => ({ key: meterKey(sdk, event), stored, bot: 0 });
const folded = (stored: number) => ({ key: "events\t\t", stored, bot: 0 });

describe("the meter against raw events", () => {
  test.each<[string, Parameters<typeof differences>, [string, number, number][]]>([
    ["the same", [[cell("a", 2)], [cell("a", 2)]], []],
    ["too many counted", [[cell("a", 3)], [cell("a", 2)]], [[meterKey("web", "a"), 3, 2]]],
    ["not counted", [[], [cell("a", 2)]], [[meterKey("web", "a"), 0, 2]]],
    ["gone from the warehouse", [[cell("a", 2)], []], [[meterKey("web", "a"), 2, 0]]],
    [
      "names that were folded",
      [
        [cell("a", 1), folded(5)],
        [cell("a", 1), cell("b", 2), cell("c", 3)],
      ],
      [],
    ],
    ["flag requests have no events", [[{ key: "flags\tweb\t", stored: 9, bot: 0 }], []], []],
    ["cells that only refused", [[cell("a", 0)], []], []],
  ])("%s", (_, args, expected) => {
    expect(differences(...args).map(({ key, metered, raw }) => [key, metered, raw])).toEqual(expected);
  });
});
