import { OFREPProvider } from "@openfeature/ofrep-provider";
import { OFREPWebProvider } from "@openfeature/ofrep-web-provider";
import { OpenFeature as Server } from "@openfeature/server-sdk";
import { OpenFeature as Web } from "@openfeature/web-sdk";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createProject, type Project } from "./support/project.ts";

let project: Project;
let headers: [string, string][];

beforeAll(async () => {
  project = await createProject("openfeature");
  headers = [["Authorization", `Bearer ${project.token}`]];
  await makeFlag("checkout", {
    groups: [{ properties: [{ key: "plan", type: "person", operator: "exact", value: "pro" }] }],
  });
  await makeFlag("colour", {
    groups: [{ properties: [], rollout_percentage: 100, variant: "blue" }],
    multivariate: {
      variants: [
        { key: "blue", rollout_percentage: 50 },
        { key: "red", rollout_percentage: 50 },
      ],
    },
  });
  await makeFlag(
    "limits",
    { groups: [{ properties: [], rollout_percentage: 100 }], payloads: { true: '{"seats":5}' } },
    { is_remote_configuration: true },
  );
});
afterAll(async () => {
  await Server.close();
  await Web.close();
});

async function makeFlag(key: string, filters: object, more: object = {}): Promise<void> {
  const { edge, personalApiKey } = project.credentials;
  const response = await fetch(`${edge}/api/projects/${project.id}/feature_flags/`, {
    method: "POST",
    headers: { Authorization: `Bearer ${personalApiKey}`, "Content-Type": "application/json" },
    body: JSON.stringify({ key, filters, ...more }),
  });
  expect(response.status).toBe(201);
}

describe("OpenFeature's OFREP providers, unmodified", () => {
  it("on a server: one flag a question", async () => {
    await Server.setProviderAndWait(new OFREPProvider({ baseUrl: project.credentials.edge, headers }));
    const client = Server.getClient();
    const pro = { targetingKey: "u", plan: "pro" };
    await expect.poll(() => client.getBooleanValue("checkout", false, pro)).toBe(true);
    expect(await client.getBooleanValue("checkout", true, { targetingKey: "u", plan: "free" })).toBe(false);
    expect(await client.getStringDetails("colour", "none", pro)).toMatchObject({
      value: "blue",
      variant: "blue",
    });
    expect(await client.getObjectValue("limits", {}, pro)).toEqual({ seats: 5 });
    expect(await client.getBooleanDetails("missing", true, pro)).toMatchObject({
      value: true,
      errorCode: "FLAG_NOT_FOUND",
    });
  });

  it("on the web: all flags at once, again when the context changes", async () => {
    const options = { baseUrl: project.credentials.edge, headers, pollInterval: 0 };
    await Web.setContext({ targetingKey: "u", plan: "free" });
    await Web.setProviderAndWait(new OFREPWebProvider(options));
    const client = Web.getClient();
    expect(client.getBooleanValue("checkout", true)).toBe(false);
    expect(client.getStringValue("colour", "none")).toBe("blue");
    expect(client.getObjectValue("limits", {})).toEqual({ seats: 5 });
    await Web.setContext({ targetingKey: "u", plan: "pro" });
    expect(client.getBooleanValue("checkout", false)).toBe(true);
    expect(client.getBooleanDetails("missing", true)).toMatchObject({ errorCode: "FLAG_NOT_FOUND" });
  });
});
