import { describe, expect, it } from "vitest";
import { sampleOf } from "./sample.ts";

describe("sampleOf", () => {
  it.each<[unknown, string | null]>([
    [{ kind: "TrendsQuery", samplingFactor: 0.1 }, "10 %"],
    [{ kind: "InsightVizNode", source: { kind: "FunnelsQuery", samplingFactor: 0.012345 } }, "1.23 %"],
    [{ kind: "TrendsQuery", samplingFactor: 1 }, null],
    [{ kind: "TrendsQuery", samplingFactor: 0 }, null],
    [{ kind: "TrendsQuery", samplingFactor: null }, null],
    [{ kind: "TrendsQuery" }, null],
    [null, null],
  ])("of %j is %s", (query, text) => expect(sampleOf(query)).toBe(text));
});
