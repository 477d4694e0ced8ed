import fc from "fast-check";
import { expect, test } from "vitest";
import { cellKey, meterKey, readMeterKey } from "./meter-key.ts";

test("what is counted can be read from its key", () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 60 }), fc.string(), (sdk, event) => {
      const key = meterKey(sdk, event);
      expect(meterKey(sdk, event)).toBe(key);
      expect(readMeterKey(key)).toMatchObject({ sdk: sdk.replaceAll("\t", " "), event });
    }),
  );
});

test.each<[string, string, ReturnType<typeof readMeterKey>]>([
  ["web", "$pageview", { product: "events", sdk: "web", event: "$pageview" }],
  ["", "$exception", { product: "exceptions", sdk: "", event: "$exception" }],
  ["web", "survey sent", { product: "surveys", sdk: "web", event: "survey sent" }],
])("%s %s", (sdk, event, cell) => {
  expect(readMeterKey(meterKey(sdk, event))).toEqual(cell);
  expect(cellKey(cell)).toBe(meterKey(sdk, event));
});

test("more names than are remembered still get their keys", () => {
  for (let i = 0; i < 25_000; i++) meterKey("web", `e${i}`);
  expect(readMeterKey(meterKey("web", "e3")).event).toBe("e3");
});
