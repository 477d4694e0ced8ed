import { cpSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { startMysql } from "@edgewise/db/local/start-mysql.ts";
import { startWarehouse } from "@edgewise/db/local/start-warehouse.ts";
import { migrate } from "@edgewise/db/mysql/migrate.ts";
import { inject } from "vitest";
import { bundleWorker, modulesOf, type WorkerModule } from "../../scripts/stack/bundle.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Folder that all test files of a run share: see `global-setup.ts`. */
    templates: string;
  }
}

/** Copies a data folder of MySQL with all its migrations to `dataDir`: they take longer than most test files. */
export async function migratedMysql(dataDir: string): Promise<string> {
  const made = await once("mysql", async (folder) => {
    const mysql = await startMysql({ dataDir: folder });
    await migrate(mysql).finally(() => mysql.close());
  });
  cpSync(made, dataDir, { recursive: true });
  return dataDir;
}

/** Copies a data folder of the warehouse with all its migrations to `dataDir`. */
export async function migratedWarehouse(dataDir: string): Promise<string> {
  const made = await once("warehouse", async (folder) => {
    await (await startWarehouse({ dataDir: folder })).close();
  });
  cpSync(made, dataDir, { recursive: true, filter: (path) => !path.endsWith(".pid") });
  return dataDir;
}

/** The bundle of a Worker, made once a run. */
export async function bundled(entry: string): Promise<WorkerModule[]> {
  const folder = await once(entry.replaceAll(/\W/g, "-"), async (draft) => {
    await bundleWorker(entry, draft);
  });
  return modulesOf(folder);
}

let own: string | undefined;

/** Folder of the run's templates; a benchmark, which is no run of tests, has one of its own. */
function templates(): string {
  if (process.env.VITEST) return inject("templates");
  if (own === undefined) {
    const folder = mkdtempSync(join(tmpdir(), "edgewise-templates-"));
    process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
    own = folder;
  }
  return own;
}

/** The folder that `make` filled, in this process or in another one of the run: whoever comes first makes it. */
async function once(name: string, make: (folder: string) => Promise<void>): Promise<string> {
  const folder = join(templates(), name);
  const lock = `${folder}.lock`;
  while (!existsSync(folder)) {
    try {
      mkdirSync(lock);
    } catch {
      await sleep(50);
      continue;
    }
    const draft = `${folder}.draft`;
    try {
      if (!existsSync(folder)) {
        await make(draft);
        renameSync(draft, folder);
      }
    } finally {
      rmSync(draft, { recursive: true, force: true });
      rmSync(lock, { recursive: true, force: true });
    }
  }
  return folder;
}
