/**
 * Child program: bundles the Workers and turns their settings (JSON on stdin) into a workerd configuration file. What
 * it needs in memory for that (esbuild, miniflare) is gone when the instance runs.
 *
 * miniflare knows how to simulate KV, R2, caches and Durable Objects; its own server in front of workerd costs more than
 * half of the throughput and 170 MB. So it only writes the configuration, and workerd serves it directly:
 * miniflare is pointed at a program that saves what would be workerd's standard input.
 */
import { chmodSync, existsSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { convertV4MiniflareOptions, Log, LogLevel, Miniflare } from "miniflare";
import { staticDirectory } from "./static.ts";
import { workerOptions } from "./worker-options.ts";
import { type ConfigureInput, configurationFile } from "./workerd.ts";

const chunks: Buffer[] = [];
for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
const { directory, settings } = JSON.parse(Buffer.concat(chunks).toString()) as ConfigureInput;
const outFile = configurationFile(directory);
const workers = await workerOptions(
  { ...settings, staticDirectory: await staticDirectory() },
  join(directory, "run", "workers"),
);

const recorder = `${outFile}.sh`;
writeFileSync(recorder, `#!/bin/sh\ncat > '${outFile}.part' && mv '${outFile}.part' '${outFile}.done'\n`);
chmodSync(recorder, 0o755);
process.env.MINIFLARE_WORKERD_PATH = recorder;
// A young generation of 32 to 64 MB instead of 1 to 16, touched under load only: what waits for the disk is copied less
// often, and fewer of the runtime's own objects live on until a collection that stops everything for 100 ms.
process.env.MINIFLARE_WORKERD_V8_FLAGS = "--min-semi-space-size=32 --max-semi-space-size=64";

const miniflare = new Miniflare(
  convertV4MiniflareOptions({
    cf: false,
    resourcePersistencePath: join(directory, "state"),
    workers,
    log: new Log(LogLevel.NONE),
  } as Parameters<typeof convertV4MiniflareOptions>[0]),
);
// Never ready by design: the recorder only saves the configuration.
miniflare.ready.catch(() => undefined);
for (let waited = 0; !existsSync(`${outFile}.done`); waited += 20) {
  if (waited > 30_000) {
    process.stderr.write("miniflare did not write a configuration within 30 s\n");
    process.exit(1);
  }
  await sleep(20);
}
renameSync(`${outFile}.done`, outFile);
// No exit hooks: miniflare would remove the folders that the configuration names.
process.kill(process.pid, "SIGKILL");
