import { expect, it } from "vitest";
import type { JsonValue } from "../events/types.ts";
import { mentionsAction } from "./mentions.ts";

it.each<[string, JsonValue, boolean]>([
  ["a series", { kind: "TrendsQuery", series: [{ kind: "ActionsNode", id: 7 }] }, true],
  ["another action", { series: [{ kind: "ActionsNode", id: 8 }] }, false],
  ["an event of that name", { series: [{ kind: "EventsNode", id: 7, event: "7" }] }, false],
  ["a retention entity", { retentionFilter: { targetEntity: { id: "7", type: "actions" } } }, true],
  ["behaviour of a cohort", { values: [{ type: "behavioral", event_type: "actions", key: 7 }] }, true],
  ["the second of a sequence", { key: "a", seq_event_type: "actions", seq_event: "7" }, true],
  ["a list of events", { kind: "EventsQuery", actionId: 7 }, true],
  ["nothing", null, false],
])("%s", (_, value, expected) => expect(mentionsAction(value, 7)).toBe(expected));
