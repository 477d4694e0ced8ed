import { basename } from "node:path";
import { describe, expect, it } from "vitest";
import type { CaseResult } from "./case.ts";
import type { KindName } from "./kinds.ts";
import { main } from "./main.ts";
import { sharedFiles } from "./shared.ts";

const KINDS: readonly (readonly [KindName, RegExp, number])[] = [
  ["flag-consistency", /^consistency-.*\.json$/, 1000],
  ["flag-evaluation", /^flag-evaluation-contract\.json$/, 20],
  ["flag-local", /^flag-evaluation-local\.json$/, 100],
  ["property-matching", /^property-matching\.json$/, 300],
  ["cohort-matching", /^cohort-matching\.json$/, 12],
  ["relative-dates", /^relative-dates\.json$/, 150],
  ["hash", /^hash-contract\.json$/, 27],
];

describe("shared reference cases", () => {
  for (const [kind, test, atLeast] of KINDS) {
    for (const file of sharedFiles("wire/vectors", test)) {
      it(`${kind}: ${basename(file)}`, async () => {
        const lines: CaseResult[] = [];
        const code = await main([kind, file], (line) => lines.push(JSON.parse(line) as CaseResult));
        expect(lines.filter(({ pass }) => !pass)).toEqual([]);
        expect(lines.length).toBeGreaterThanOrEqual(atLeast);
        expect(code).toBe(0);
      });
    }
  }
});
