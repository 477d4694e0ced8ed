import { describe, expect, it } from "vitest";
import type { JsonObject, JsonValue } from "../events/types.ts";
import { readFlagsBody } from "./flags-request.ts";
import { detectRuntime } from "./runtime.ts";

const base = { token: "phc_x", distinct_id: "u" };

describe("readFlagsBody", () => {
  it.each<[string, JsonObject, object]>([
    [
      "names of today",
      {
        ...base,
        groups: { company: "a" },
        person_properties: { a: 1 },
        $anon_distinct_id: "anon",
        $device_id: "d",
      },
      {
        token: "phc_x",
        distinctId: "u",
        groups: { company: "a" },
        personProperties: { a: 1 },
        anonDistinctId: "anon",
        deviceId: "d",
      },
    ],
    [
      "names of yesterday",
      {
        api_key: "phc_x",
        $distinct_id: 7,
        $groups: { a: 1 },
        $properties: { b: 2 },
        anon_distinct_id: "n",
        device_id: 5,
      },
      {
        token: "phc_x",
        distinctId: "7",
        groups: { a: 1 },
        personProperties: { b: 2 },
        anonDistinctId: "n",
        deviceId: "5",
      },
    ],
    ["a device among the properties", { ...base, person_properties: { $device_id: "d" } }, { deviceId: "d" }],
    [
      "group properties that are objects",
      { ...base, group_properties: { company: { tier: 1 }, team: "x" } },
      { groupProperties: { company: { tier: 1 } } },
    ],
    ["keys as js names them", { ...base, flag_keys: ["a", 1] }, { keys: ["a"] }],
    ["keys as node names them", { ...base, flag_keys_to_evaluate: ["b"] }, { keys: ["b"] }],
    ["contexts", { ...base, evaluation_environments: ["shop"] }, { contexts: ["shop"] }],
    ["a runtime", { ...base, evaluation_runtime: "server" }, { runtime: "server" }],
    ["a runtime that is none", { ...base, evaluation_runtime: "toaster" }, { runtime: undefined }],
    ["an empty distinct ID", { token: "phc_x", distinct_id: "" }, { distinctId: "" }],
    ["config only", { token: "phc_x", disable_flags: true }, { distinctId: "", disableFlags: true }],
    ["a long distinct ID", { token: "phc_x", distinct_id: "é".repeat(300) }, { distinctId: "é".repeat(200) }],
    [
      "odd shapes",
      { ...base, groups: [1], person_properties: "x", flag_keys: "a", geoip_disable: true },
      { groups: undefined, personProperties: undefined, keys: undefined, disableGeo: true },
    ],
  ])("%s", (_name, body, expected) => {
    const read = readFlagsBody(body);
    expect(read.ok && read.body).toMatchObject(expected);
  });

  it.each<[string, JsonValue, number, string]>([
    ["no object", [base], 400, "JSON object"],
    ["no token", { distinct_id: "u" }, 401, "token"],
    ["a blank token", { ...base, token: "  " }, 401, "token"],
    ["no distinct ID", { token: "phc_x" }, 400, "distinct_id"],
    ["an object as distinct ID", { token: "phc_x", distinct_id: {} }, 400, "distinct_id"],
  ])("refuses %s", (_name, body, status, word) => {
    expect(readFlagsBody(body)).toMatchObject({ ok: false, status, detail: expect.stringContaining(word) });
  });
});

describe("detectRuntime", () => {
  it.each<[Record<string, string>, string]>([
    [{ "user-agent": "Mozilla/5.0 (Macintosh) AppleWebKit/605 Safari/605" }, "client"],
    [{ "user-agent": "posthog-python/7.42.0" }, "server"],
    [{ "user-agent": "posthog-node/5.70.0" }, "server"],
    [{ "user-agent": "curl/8.5.0" }, "server"],
    [{ "user-agent": "python-requests/2.31" }, "server"],
    [{ "user-agent": "posthog-ios/3.0" }, "client"],
    [{ "user-agent": "posthog-react-native/4" }, "client"],
    [{ origin: "https://shop.example" }, "client"],
    [{ "sec-fetch-mode": "cors" }, "client"],
    [{ "user-agent": "my-own/1.0", referer: "https://a.b" }, "client"],
    [{ "user-agent": "my-own/1.0" }, "unknown"],
    [{}, "unknown"],
  ])("%j: %s", (headers, runtime) => expect(detectRuntime((name) => headers[name])).toBe(runtime));
});
