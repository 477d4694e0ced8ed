import { basename } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { CaseResult } from "./case.ts";
import { stopOwnInstance } from "./instance.ts";
import { main } from "./main.ts";
import { sharedFiles } from "./shared.ts";

/** Kinds of insights that this version answers; their files must all pass. */
const BUILT = /^(trends|funnel|retention|stickiness|lifecycle|paths)-.*\.json$/;

afterAll(stopOwnInstance);

describe("shared insight cases, through the public API", () => {
  const files = sharedFiles("insights", BUILT);

  it("are there", () => expect(files.length).toBeGreaterThanOrEqual(10));

  it.each(files.map((file) => [basename(file), file] as const))("%s", async (_, file) => {
    const lines: CaseResult[] = [];
    const code = await main(["insights", file], (line) => lines.push(JSON.parse(line) as CaseResult));
    expect(lines.map(({ got }) => got)).toEqual(lines.map(({ expected }) => expected));
    expect([code, lines.length]).toEqual([0, 1]);
  });
});
