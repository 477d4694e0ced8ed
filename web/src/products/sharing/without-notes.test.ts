import { expect, test } from "vitest";
import { withoutNotes } from "./without-notes.ts";

test.each([
  [{ kind: "TrendsQuery" }, { kind: "TrendsQuery", trendsFilter: { showAnnotations: false } }],
  [
    { kind: "InsightVizNode", source: { kind: "TrendsQuery", trendsFilter: { display: "ActionsBar" } } },
    {
      kind: "InsightVizNode",
      source: { kind: "TrendsQuery", trendsFilter: { display: "ActionsBar", showAnnotations: false } },
    },
  ],
])("%j", (query, expected) => expect(withoutNotes(query)).toEqual(expected));
