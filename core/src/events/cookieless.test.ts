import { describe, expect, test } from "vitest";
import { cookielessDay, cookielessDays, cookielessId, isCookielessDay, saltEnd } from "./cookieless.ts";

const at = (text: string) => Date.parse(text);
const NOON = at("2026-11-22T12:00:00Z");

describe("the visitor's day", () => {
  test.each<[string, string, string, string, string]>([
    ["is that of the visitor's zone", "2026-11-22T12:00:00Z", "Pacific/Auckland", "UTC", "2026-11-23"],
    ["not that of the project", "2026-11-22T03:00:00Z", "America/New_York", "Europe/Berlin", "2026-11-21"],
    ["is the project's without a zone", "2026-11-22T03:00:00Z", "", "America/New_York", "2026-11-21"],
    [
      "is the project's for a zone that is none",
      "2026-11-22T03:00:00Z",
      "Mars/Olympus",
      "Asia/Tokyo",
      "2026-11-22",
    ],
    ["is today for what is too old", "2026-11-01T12:00:00Z", "UTC", "UTC", "2026-11-22"],
    ["is today for what is to come", "2026-12-24T12:00:00Z", "UTC", "UTC", "2026-11-22"],
    ["is yesterday for what was kept back a night", "2026-11-21T23:00:00Z", "UTC", "UTC", "2026-11-21"],
  ])("%s", (_, time, zone, project, day) => {
    expect(cookielessDay(at(time), zone, project, NOON)).toBe(day);
  });
});

describe("salts", () => {
  test.each<[string, string[]]>([
    ["2026-11-22T09:59:59Z", ["2026-11-20", "2026-11-21", "2026-11-22"]],
    ["2026-11-22T10:00:00Z", ["2026-11-20", "2026-11-21", "2026-11-22", "2026-11-23"]],
    ["2026-11-22T12:00:00Z", ["2026-11-21", "2026-11-22", "2026-11-23"]],
  ])("at %s there are those of %j", (now, days) => {
    expect(cookielessDays(at(now))).toEqual(days);
  });

  test("end a day and a half after their day, for good", () => {
    const end = saltEnd("2026-11-22");
    expect(new Date(end).toISOString()).toBe("2026-11-24T12:00:00.000Z");
    expect(isCookielessDay("2026-11-22", end - 1)).toBe(true);
    expect(isCookielessDay("2026-11-22", end)).toBe(false);
  });
});

test("what a site adds tells people of one address apart", () => {
  const visitor = { dailySalt: "s", environmentId: 1, ip: "1.2.3.4", host: "a.example", userAgent: "UA" };
  const ids = ["", "a", "b"].map((extra) => cookielessId({ ...visitor, extra }));
  expect(new Set(ids).size).toBe(3);
  expect(ids[0]).toBe(cookielessId(visitor));
});
