import { describe, expect, it } from "vitest";
import { eventDetail, eventTitle } from "./describe-event.ts";
import { sessionOf, toEventRow } from "./types.ts";

describe("eventTitle", () => {
  it.each([
    ["$pageview", "Pageview"],
    ["order_completed", "order_completed"],
    ["constructor", "constructor"],
  ])("%s", (event, title) => expect(eventTitle(event)).toBe(title));
});

describe("eventDetail", () => {
  const cases: [string, string, Record<string, unknown>, string][] = [
    ["page", "$pageview", { $pathname: "/pricing", $current_url: "https://a.test/pricing" }, "/pricing"],
    ["page without path", "$pageview", { $current_url: "https://a.test/" }, "https://a.test/"],
    ["flag", "$feature_flag_called", { $feature_flag: "a", $feature_flag_response: true }, "a → true"],
    ["click", "$autocapture", { $event_type: "click", $el_text: "Buy" }, "click Buy"],
    ["click without text", "$autocapture", { $pathname: "/x" }, "/x"],
    ["exception", "$exception", { $exception_message: "Oh no" }, "Oh no"],
    ["nothing known", "custom", { nested: {} }, ""],
  ];
  it.each(cases)("%s", (_name, event, properties, detail) => {
    expect(eventDetail({ event, properties })).toBe(detail);
  });
});

describe("toEventRow", () => {
  const base = { uuid: "u", event: "e", timestamp: "t", distinct_id: "d" };
  it("takes properties as object or as JSON text", () => {
    expect(toEventRow([{ ...base, properties: { a: 1 } }]).properties).toEqual({ a: 1 });
    expect(toEventRow([{ ...base, properties: '{"a":1}' }]).properties).toEqual({ a: 1 });
    expect(toEventRow([{ ...base, properties: null }]).properties).toEqual({});
  });
  it("names the person by display name, else by distinct id", () => {
    expect(toEventRow([base, { display_name: "Ada", id: "p1" }]).person).toEqual({ id: "p1", name: "Ada" });
    expect(toEventRow([base, null]).person).toEqual({ id: null, name: "d" });
  });
  it("knows the session", () => {
    expect(sessionOf({ ...base, properties: { $session_id: "s" } })).toBe("s");
    expect(sessionOf({ ...base, properties: {} })).toBeNull();
  });
});
