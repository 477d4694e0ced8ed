import type { ChildProcess } from "node:child_process";

/** A part that runs: a process, or a server inside this one. */
export interface Running {
  /** Processes to stop when this program is killed and the next one starts. */
  readonly pids: readonly number[];
  /** Resolves with the cause when the part ends by itself. */
  readonly ended: Promise<string>;
  stop(): Promise<void>;
}

export interface Supervisor {
  /** Starts a part and keeps it running: when it ends by itself it is started again, waiting up to 10 s between tries. */
  run(name: string, start: () => Promise<Running>): Promise<Running>;
  /** Stops every part, the last started first. */
  stop(): Promise<void>;
}

export function supervisor(hooks: { track(pid: number): void; log(line: string): void }): Supervisor {
  const parts = new Map<string, Running>();
  let stopping = false;

  async function begin(name: string, start: () => Promise<Running>): Promise<Running> {
    const running = await start();
    parts.set(name, running);
    for (const pid of running.pids) hooks.track(pid);
    running.ended.then((cause) => {
      if (!stopping && parts.get(name) === running) restart(name, start, cause);
    });
    return running;
  }

  async function restart(name: string, start: () => Promise<Running>, cause: string): Promise<void> {
    hooks.log(`${name} ended (${cause}); starting it again`);
    for (let attempt = 0; !stopping; attempt++) {
      await new Promise((resolve) => setTimeout(resolve, Math.min(200 * 2 ** attempt, 10_000)));
      try {
        await begin(name, start);
        hooks.log(`${name} runs again`);
        return;
      } catch (error) {
        hooks.log(`${name} did not start: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
  }

  return {
    run: begin,
    async stop() {
      stopping = true;
      for (const running of [...parts.values()].reverse()) await running.stop();
    },
  };
}

/** A child process as a supervised part: SIGTERM first, SIGKILL after `graceMs`. */
export function childPart(child: ChildProcess, graceMs = 3000): Running {
  const ended = new Promise<string>((resolve) =>
    child.once("exit", (code, signal) => resolve(signal ? `signal ${signal}` : `exit code ${code}`)),
  );
  return {
    pids: child.pid ? [child.pid] : [],
    ended,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill("SIGTERM");
      const timer = setTimeout(() => child.kill("SIGKILL"), graceMs);
      await ended;
      clearTimeout(timer);
    },
  };
}
