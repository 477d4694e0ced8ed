import { spawn } from "node:child_process";
import { describe, expect, it } from "vitest";
import { childPart, supervisor } from "./supervise.ts";

const sleeper = () =>
  Promise.resolve(childPart(spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"])));

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 20));
}

describe("supervisor", () => {
  it("starts a killed part again and tracks the new process", async () => {
    const pids: number[] = [];
    const lines: string[] = [];
    const running = supervisor({ track: (pid) => pids.push(pid), log: (line) => lines.push(line) });
    await running.run("part", sleeper);
    process.kill(pids[0]!, "SIGKILL");
    await until(() => pids.length === 2);
    expect(pids[1]).not.toBe(pids[0]);
    expect(lines[0]).toBe("part ended (signal SIGKILL); starting it again");
    await running.stop();
  });

  it("keeps trying when a restart fails", async () => {
    const pids: number[] = [];
    let starts = 0;
    const running = supervisor({ track: (pid) => pids.push(pid), log: () => undefined });
    await running.run("part", () => {
      starts++;
      if (starts === 2) return Promise.reject(new Error("port in use"));
      return sleeper();
    });
    process.kill(pids[0]!, "SIGKILL");
    await until(() => pids.length === 2);
    expect(starts).toBe(3);
    await running.stop();
  });

  it("does not restart what it stopped itself", async () => {
    let starts = 0;
    const running = supervisor({ track: () => undefined, log: () => undefined });
    await running.run("part", () => {
      starts++;
      return sleeper();
    });
    await running.stop();
    expect(starts).toBe(1);
  });
});
