import type { AppendBatch, PartitionEvent } from "@edgewise/core/events/types.ts";
import type { EnvironmentSettings, ProjectSnapshot } from "@edgewise/core/flags/snapshot.ts";
import { startWorkers, type TestWorkers } from "./harness.ts";

export const TOKEN = "phc_testtoken";

/** The edge Worker with one project whose partitions keep what they are given. */
export interface CaptureFixture extends TestWorkers {
  /** What was appended since the last call, over all partitions. */
  taken(): Promise<{ batches: AppendBatch[]; calls: number }>;
  takenEvents(): Promise<(PartitionEvent & { readonly columns: Record<string, unknown> })[]>;
  /** Publishes the project's configuration anew. */
  configure(settings: EnvironmentSettings, overLimit?: readonly string[]): Promise<void>;
  setFull(full: boolean): Promise<void>;
}

export const PARTITIONS = 2;

function snapshot(
  version: number,
  settings: EnvironmentSettings,
  overLimit: readonly string[],
): ProjectSnapshot {
  return {
    version,
    projectId: 1,
    organizationId: "org",
    timezone: "UTC",
    environments: [{ id: 1, name: "production", tokens: [TOKEN], secretKeyHashes: [], settings, overLimit }],
    flags: [],
    cohorts: [],
    groupTypes: {},
  };
}

export async function startCapture(
  options: { readonly geoipFile?: string; readonly vars?: Record<string, string> } = {},
): Promise<CaptureFixture> {
  const workers = await startWorkers({
    entry: "workers/test/recording-entry.ts",
    ...options,
    vars: { PARTITIONS: String(PARTITIONS), ...options.vars },
  });
  let version = 1;
  const each = async <T>(method: string, ...args: unknown[]): Promise<T[]> => {
    const names = Array.from({ length: PARTITIONS }, (_, i) => `p${i}`);
    return await Promise.all(names.map((name) => workers.call<T>("PARTITION", name, method, ...args)));
  };
  const taken = async () => {
    const all = await each<{ batches: AppendBatch[]; calls: number }>("taken");
    return {
      batches: all.flatMap((one) => one.batches),
      calls: all.reduce((sum, one) => sum + one.calls, 0),
    };
  };
  const configure = async (settings: EnvironmentSettings, overLimit: readonly string[] = []) => {
    await workers.call("CONFIG", "project:1", "putSnapshot", snapshot(version++, settings, overLimit));
    // The isolate serves what it has for up to 900 ms and then asks first.
    if (version > 2) await new Promise((resolve) => setTimeout(resolve, 1000));
  };
  await configure({});
  await workers.call("CONFIG", "tokens", "putTokens", [{ token: TOKEN, projectId: 1, environmentId: 1 }]);
  return {
    ...workers,
    taken,
    async takenEvents() {
      const events = (await taken()).batches.flatMap((batch) => batch.events);
      return events.map((event) => ({
        ...event,
        columns: JSON.parse(`${event.row}}`) as Record<string, unknown>,
      }));
    },
    configure,
    async setFull(full) {
      await each("setFull", full);
    },
  };
}
