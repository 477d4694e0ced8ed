import { expect, test } from "vitest";
import { bodyOf, draftOf, emptyDraft } from "./draft.ts";

const query = { kind: "TrendsQuery", series: [] };

test("percentages are typed as people say them and sent as shares", () => {
  const draft = { ...emptyDraft(7), watching: "relative_increase", percent: true, upper: "20" } as const;
  const body = bodyOf(draft, 3, query, null);
  expect(body).toMatchObject({
    insight: 3,
    subscribed_users: [7],
    condition: { type: "relative_increase" },
    threshold: { configuration: { type: "percentage", bounds: { lower: null, upper: 0.2 } } },
    detector_config: null,
    config: { type: "TrendsAlertConfig", series_index: 0 },
  });
  const saved = { ...body, subscribed_users: [{ id: 7 }], name: "" } as never;
  expect(draftOf(saved)).toEqual(draft);
});

test("a value itself has no percentage", () => {
  const draft = { ...emptyDraft(7), percent: true, lower: "5" };
  expect(bodyOf(draft, 3, query, null)).toMatchObject({
    threshold: { configuration: { type: "absolute", bounds: { lower: 5, upper: null } } },
  });
});

test.each([
  [{ kind: "HogQLQuery" }, "HogQLAlertConfig"],
  [{ kind: "FunnelsQuery" }, "FunnelsAlertConfig"],
  [{ kind: "RetentionQuery" }, "TrendsAlertConfig"],
])("%j has its own configuration", (kind, type) => {
  expect(bodyOf(emptyDraft(1), 1, kind, null)).toMatchObject({ config: { type } });
});

test("unusual values need no bounds", () => {
  expect(bodyOf({ ...emptyDraft(1), watching: "unusual" }, 1, query, null)).toMatchObject({
    detector_config: { type: "seasonal" },
    threshold: { configuration: { bounds: null } },
  });
});
