import { expect, it } from "vitest";
import { offersOf } from "./alert-offers.ts";

const sender = { event: "loop", sdk: "web", sdkVersion: "1.2", release: "", now: 5, before: 0 };

it.each([
  ["a limit", { kind: "limit", detail: { environment_id: 3, senders: [sender] } }, []],
  ["nobody to name", { kind: "spike", detail: { environment_id: 3, senders: [] } }, []],
  [
    "what is not understood",
    { kind: "spike", detail: { environment_id: 3, senders: [null, { event: 5 }] } },
    [],
  ],
  ["no environment", { kind: "spike", detail: { senders: [sender] } }, []],
  [
    "a sender",
    { kind: "spike", detail: { environment_id: 3, senders: [sender] } },
    ["Keep “loop” of web 1.2 of 10 % of people", "Drop “loop” of web 1.2"],
  ],
  [
    "an SDK without a name",
    { kind: "spike", detail: { environment_id: 3, senders: [{ ...sender, sdk: "" }] } },
    ["Keep “loop” of 10 % of people", "Drop “loop”"],
  ],
])("%s", (_, alert, labels) => {
  const offers = offersOf(alert);
  expect(offers.map(({ label }) => label)).toEqual(labels);
  for (const { environmentId, rule } of offers) {
    expect(environmentId).toBe(3);
    expect(rule.event).toBe("loop");
  }
});
