import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { randomWorlds } from "./parity/arbitrary-world.ts";
import { CLIENTS, compareWorld, newParity } from "./parity/compare.ts";
import { type Browser, openBrowser } from "./support/browser.ts";
import { createProject } from "./support/project.ts";

const explained = readFileSync(join(import.meta.dirname, "..", "docs", "flags.md"), "utf8");
const parity = newParity();
let browser: Browser;

/** The first worlds of those that `npm run bench -- parity` compares. */
beforeAll(async () => {
  browser = await openBrowser();
  const worlds = randomWorlds({ seed: 2, worlds: 2, flags: 40, people: 12, now: Date.now() });
  for (const [index, world] of worlds.entries()) {
    const { credentials, id, token } = await createProject(`parity-${index}`);
    const { edge, personalApiKey } = credentials;
    await compareWorld(world, { edge, personalApiKey, projectId: id, token }, browser, parity);
  }
}, 240_000);
afterAll(() => browser?.close());

describe("unmodified SDKs about random definitions and people", () => {
  it("say what the edge says, or why they can't", () => {
    expect(parity.unexplained).toEqual([]);
    expect(parity.pairs).toBe(2 * 40 * 12);
  });

  it.each(CLIENTS)("%s: each reason is in the docs", (client) => {
    const causes = Object.entries(parity.causes[client]);
    for (const [cause] of causes) expect(explained).toContain(`| ${cause} |`);
    expect(parity.same[client] + causes.reduce((sum, [, count]) => sum + count, 0)).toBe(parity.pairs);
  });

  it("posthog-js always says what the edge says", () => {
    expect(parity.causes["posthog-js"]).toEqual({});
  });
});
