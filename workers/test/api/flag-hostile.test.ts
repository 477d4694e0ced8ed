import { afterAll, beforeAll, expect, test } from "vitest";
import { startApi, type TestApi } from "../api-harness.ts";

let t: TestApi;
beforeAll(async () => {
  t = await startApi();
});
afterAll(() => t?.dispose());

const property = (operator: string, value: unknown) => ({ key: "a", type: "person", operator, value });
const where = (operator: string, value: unknown) => ({
  groups: [{ properties: [property(operator, value)] }],
});
const payload = (text: string, more: object = {}) => ({ groups: [], payloads: { true: text }, ...more });
const nested = (depth: number) => `${"[".repeat(depth)}${"]".repeat(depth)}`;
const at = "filters__groups__0__properties__0";

test.each<[string, object, string, string]>([
  [
    "1,000 conditions",
    { groups: Array.from({ length: 1000 }, () => ({})) },
    "invalid_input",
    "filters__groups",
  ],
  [
    "1,000 filters of a condition",
    { groups: [{ properties: Array.from({ length: 1000 }, () => property("exact", 1)) }] },
    "invalid_input",
    "filters__groups__0__properties",
  ],
  ["an unknown operator", where("sounds_like", "x"), "invalid_choice", `${at}__operator`],
  ["a pattern that explodes", where("regex", "((a{1,100}){1,100}){1,100}"), "invalid_input", `${at}__value`],
  ["an endless pattern", where("regex", "(a|b)?".repeat(10_000)), "invalid_input", `${at}__value`],
  ["values of two megabytes", where("exact", ["x".repeat(2_000_000)]), "invalid_input", "filters"],
  [
    "a payload of a megabyte",
    payload(JSON.stringify("x".repeat(1_000_000))),
    "invalid_input",
    "filters__payloads__true",
  ],
  ["a payload nested 50,000 times", payload(nested(50_000)), "invalid_input", "filters__payloads__true"],
  [
    "a payload that a catastrophic pattern of its schema refuses",
    payload(JSON.stringify(`${"a".repeat(50_000)}!`), { payload_schema: { pattern: "^(a+)+$" } }),
    "invalid_input",
    "filters__payloads__true",
  ],
])("%s is refused", async (_name, filters, code, attr) => {
  const { status, body } = await t.call("POST", "/api/projects/1/feature_flags/", {
    key: "hostile",
    filters,
  });
  expect([status, body.code, body.attr]).toEqual([400, code, attr]);
});

test("catastrophic for other engines, harmless here", async () => {
  const filters = where("regex", "^(a+)+$");
  expect((await t.call("POST", "/api/projects/1/feature_flags/", { key: "linear", filters })).status).toBe(
    201,
  );
});

test("a value nested 20,000 times is refused", async () => {
  const headers = { authorization: `Bearer ${t.account.personalApiKey}`, "content-type": "application/json" };
  const body = `{"key":"deep","filters":{"groups":[{"properties":[{"key":"a","value":${nested(20_000)}}]}]}}`;
  const response = await t.api("/api/projects/1/feature_flags/", { method: "POST", headers, body });
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ code: "parse_error" });
});
