import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "@edgewise/scripts/stack/ports.ts";
import { afterAll, describe, expect, it } from "vitest";
import { spawnStart, startInstance } from "./support/instance.ts";

const scratch = mkdtempSync(join(tmpdir(), "edgewise-start-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));
const folder = (name: string) => join(scratch, name);
const ports = async () => ({ edge: await freePort(), web: await freePort() });
const exitCode = (child: { once(event: "exit", listener: (code: number | null) => void): unknown }) =>
  new Promise<number | null>((resolve) => child.once("exit", resolve));

describe("npm start", () => {
  it("writes private credentials that work, keeps them over a restart and stops on SIGTERM", async () => {
    const first = await startInstance(folder("a"), await ports());
    expect(statSync(join(folder("a"), "dev.json")).mode & 0o777).toBe(0o600);
    const health = await fetch(`${first.credentials.edge}/_health`);
    expect([health.status, ((await health.json()) as { status: string }).status]).toEqual([200, "ok"]);
    const me = await fetch(`${first.credentials.edge}/api/users/@me/`, {
      headers: { authorization: `Bearer ${first.credentials.personalApiKey}` },
    });
    expect(((await me.json()) as { email: string }).email).toBe(first.credentials.email);

    const beside = await startInstance(folder("b"), await ports());
    expect(beside.credentials.projectId).toBe(1);
    expect(beside.credentials.projectToken).not.toBe(first.credentials.projectToken);
    beside.child.kill("SIGTERM");
    first.child.kill("SIGINT");
    expect(await Promise.all([exitCode(beside.child), exitCode(first.child)])).toEqual([0, 0]);

    const second = await startInstance(folder("a"), await ports());
    expect(second.credentials.projectToken).toBe(first.credentials.projectToken);
    expect(second.credentials.password).toBe(first.credentials.password);

    const rival = spawnStart(folder("a"), await ports());
    expect(await exitCode(rival.child)).toBe(1);
    expect(rival.output()).toMatch(/already runs on .*EDGEWISE_DATA/);
    second.child.kill("SIGTERM");
    expect(await exitCode(second.child)).toBe(0);
  });

  it("says which port is taken and how to choose another", async () => {
    const taken = await ports();
    const server = createServer().listen(taken.edge, "127.0.0.1");
    const { child, output } = spawnStart(folder("c"), taken);
    expect(await exitCode(child)).toBe(1);
    expect(output()).toContain(
      `Port ${taken.edge} on 127.0.0.1 is in use by another program. Free it, or set EDGEWISE_PORT`,
    );
    server.close();
  });

  it("says what is wrong with a broken data folder", async () => {
    mkdirSync(folder("d"));
    writeFileSync(join(folder("d"), "secrets.json"), "{");
    const { child, output } = spawnStart(folder("d"), await ports());
    expect(await exitCode(child)).toBe(1);
    expect(output()).toMatch(/secrets\.json is damaged\. Restore it .* or move the data folder away/);
  });
});
