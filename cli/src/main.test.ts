import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startApi, type TestApi } from "@edgewise/workers/test/api-harness.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { main } from "./main.ts";

let t: TestApi;
const folder = mkdtempSync(join(tmpdir(), "edgewise-cli-"));
beforeAll(async () => {
  t = await startApi();
  const post = async (body: object) =>
    expect((await t.call("POST", "/api/projects/1/feature_flags/", body)).status).toBe(201);
  await post({
    key: "checkout",
    name: "New checkout",
    filters: {
      groups: [
        {
          properties: [{ key: "plan", type: "person", operator: "exact", value: "pro" }],
          rollout_percentage: 100,
        },
      ],
    },
  });
  await post({
    key: "colour",
    filters: {
      groups: [{ properties: [], rollout_percentage: 50 }],
      multivariate: {
        variants: [
          { key: "blue", rollout_percentage: 50 },
          { key: "red", rollout_percentage: 50 },
        ],
      },
      payloads: { blue: '{"hex":"#00f","tags":["a",1]}', red: '{"hex":"#f00","tags":[]}' },
    },
  });
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await t?.dispose();
});

async function run(...argv: string[]) {
  const said = { out: "", err: "" };
  const env = {
    EDGEWISE_HOST: t.edgeUrl.href,
    EDGEWISE_API_KEY: t.account.personalApiKey,
    EDGEWISE_PROJECT: "1",
  };
  const code = await main(argv, env, {
    out: (text) => (said.out += text),
    err: (text) => (said.err += text),
  });
  return { code, ...said };
}

describe("edgewise flags", () => {
  test("list, get", async () => {
    expect(await run("flags", "list")).toEqual({
      code: 0,
      out: "checkout  ACTIVE    100% of 1 filter(s)\ncolour    ACTIVE    50% (blue 50%, red 50%)",
      err: "",
    });
    expect((await run("flags", "list", "col")).out).not.toContain("checkout");
    expect((await run("flags", "get", "checkout")).out).toContain("name:           New checkout");
    expect(JSON.parse((await run("flags", "get", "checkout", "--json")).out)).toMatchObject({
      key: "checkout",
    });
  });

  test("set", async () => {
    expect((await run("flags", "set", "colour", "25%")).out).toContain("colour: 25%");
    expect((await run("flags", "set", "colour", "off")).out).toBe("colour: off");
    expect((await run("flags", "set", "colour", "on")).out).toContain("25%");
  });

  test("why", async () => {
    const no = await run("flags", "why", "checkout", "--id", "u", "--prop", "plan=free");
    expect(no.out).toContain("checkout = false   No matching condition set");
    const yes = await run("flags", "why", "checkout", "--id", "u", "--prop", "plan=pro");
    expect(yes.out).toContain("checkout = true   Matched condition set 1 (condition_match)");
    expect(yes.out).toContain('plan exact "pro"');
  });

  test("types that TypeScript accepts, and that catch wrong keys and values", async () => {
    const file = join(folder, "flags.ts");
    expect((await run("flags", "types", "--out", file)).out).toBe(`Wrote ${file}.`);
    const text = readFileSync(file, "utf8");
    expect(text).toContain('/** New checkout */\n  "checkout": boolean;');
    expect(text).toContain('"colour": "blue" | "red" | false;');
    expect(text).toContain('{ "hex": string; "tags": (string | number)[] }');
    writeFileSync(
      join(folder, "use.ts"),
      `import type { FlagPayload, FlagValue } from "./flags.ts";
export const colour: FlagValue<"colour"> = "blue";
export const payload: FlagPayload<"colour"> = { hex: "x", tags: [1] };
export const none: FlagPayload<"checkout"> = undefined;
// @ts-expect-error no such variant
export const wrong: FlagValue<"colour"> = "green";
// @ts-expect-error no such flag
export const missing: FlagValue<"chekout"> = true;
`,
    );
    const tsc = join(import.meta.dirname, "../../node_modules/.bin/tsc");
    const flags = [
      "--noEmit",
      "--ignoreConfig",
      "--strict",
      "--allowImportingTsExtensions",
      "--module",
      "esnext",
    ];
    execFileSync(tsc, [...flags, "--moduleResolution", "bundler", join(folder, "use.ts")]);
  });

  test.each([
    [["flags", "get"], "Which flag?"],
    [["flags", "get", "nothing"], "Not found."],
    [["flags", "set", "colour", "120%"], "To what?"],
    [["flags", "why", "colour"], "Who?"],
    [["flags", "why", "colour", "--id", "u", "--prop", "plan"], "is no pair"],
    [["flags", "dance"], "Unknown command"],
    [["flags", "list", "--nonsense"], "nonsense"],
    [["flags", "list", "--key", "phx_wrong"], "invalid"],
    [["flags", "list", "--creds", "/nowhere/dev.json", "--host", ""], "can't be read"],
    [["flags", "list", "--host", "http://127.0.0.1:9"], "does not answer"],
  ])("%j says what is wrong", async (argv, message) => {
    const { code, err } = await run(...argv);
    expect(code).toBe(1);
    expect(err).toContain(message);
  });

  test("--help", async () => expect((await run("--help")).out).toContain("edgewise flags <command>"));
});
