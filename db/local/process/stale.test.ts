import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { temporaryFolder } from "../testing/folder.ts";
import { endStale } from "./stale.ts";

const folder = temporaryFolder("stale");
const pidFile = join(folder.path, "pid");
let child: ChildProcess;

afterEach(() => {
  child?.kill("SIGKILL");
});

/** A process with `argument` on its command line. */
async function sleeper(argument: string): Promise<ChildProcess> {
  child = spawn("sh", ["-c", "echo up; while :; do sleep 1; done", argument]);
  await new Promise((resolve) => child.stdout!.once("data", resolve));
  return child;
}

describe("endStale", () => {
  it("ends a process of this data folder", async () => {
    const { pid } = await sleeper(`--datadir=${folder.path}`);
    const exited = new Promise((resolve) => child.once("exit", resolve));
    writeFileSync(pidFile, `${pid}\n`);
    expect(await endStale(pidFile, folder.path)).toBe(true);
    await exited;
    expect(existsSync(pidFile)).toBe(false);
  });

  it("leaves a process alone that only has the number", async () => {
    const { pid } = await sleeper("--datadir=/somewhere/else");
    writeFileSync(pidFile, String(pid));
    expect(await endStale(pidFile, folder.path)).toBe(false);
    expect(child.exitCode).toBeNull();
    expect(existsSync(pidFile)).toBe(false);
  });

  it.each([
    ["no file", undefined],
    ["an empty file", ""],
    ["nonsense", "x"],
    ["init", "1"],
    ["a number nobody has", "4194303"],
  ])("does nothing with %s", async (_, content) => {
    if (content !== undefined) writeFileSync(pidFile, content);
    expect(await endStale(pidFile, folder.path)).toBe(false);
  });
});
