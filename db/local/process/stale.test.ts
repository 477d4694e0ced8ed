import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { temporaryFolder } from "../testing/folder.ts";
import { endStale, InUseError } from "./stale.ts";

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

  it("refuses to end one that is looked after", async () => {
    const inner = `sh -c "while :; do sleep 1; done" --datadir=${folder.path}`;
    child = spawn("sh", ["-c", `${inner} & echo $!; wait`, `--datadir=${folder.path}`]);
    const pid = await new Promise<string>((resolve) =>
      child.stdout!.once("data", (text) => resolve(String(text))),
    );
    writeFileSync(pidFile, pid);
    await expect(endStale(pidFile, folder.path, 100)).rejects.toThrow(InUseError);
    child.kill("SIGKILL");
    // Now nobody looks after it.
    await expect.poll(() => endStale(pidFile, folder.path, 100).catch(() => "kept")).toBe(true);
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
