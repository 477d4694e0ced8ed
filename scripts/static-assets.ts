import { cp, mkdir, readFile, stat } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { LAZY_SCRIPTS, SDK_BUNDLES } from "@edgewise/core/config/static-scripts.ts";

/** The posthog-js versions that are served, newest first: npm names of `workers`' dependencies. */
const PACKAGES = ["posthog-js", "posthog-js-1-442-0", "posthog-js-1-434-18"];

async function sizeOf(path: string): Promise<number> {
  return (await stat(path).catch(() => null))?.size ?? -1;
}

/** Copies what is not there yet: another instance may be serving the folder. */
async function copyScript(from: string, to: string): Promise<void> {
  try {
    if ((await sizeOf(from)) !== (await sizeOf(to))) await cp(from, to);
  } catch (error) {
    // Older versions lack the newest lazy scripts: the route then answers 404.
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
}

/**
 * Lays out what `/static/…` serves: `static/<version>/<script>.js` for each installed posthog-js and the newest one's
 * again as `static/<script>.js`. The folder is served by the `STATIC` binding as it is.
 *
 * @returns the versions, newest first
 */
export async function collectStaticAssets(outDir: string): Promise<string[]> {
  const root = join(outDir, "static");
  const workers = createRequire(join(import.meta.dirname, "..", "workers", "package.json"));
  const versions: string[] = [];
  for (const name of PACKAGES) {
    const dist = join(dirname(workers.resolve(`${name}/package.json`)), "dist");
    const manifest = JSON.parse(await readFile(join(dist, "..", "package.json"), "utf8")) as {
      version: string;
    };
    const folders =
      versions.length === 0 ? [root, join(root, manifest.version)] : [join(root, manifest.version)];
    for (const folder of folders) {
      await mkdir(folder, { recursive: true });
      for (const script of [...SDK_BUNDLES, ...LAZY_SCRIPTS]) {
        await copyScript(join(dist, `${script}.js`), join(folder, `${script}.js`));
      }
    }
    versions.push(manifest.version);
  }
  await copyScript(
    join(import.meta.dirname, "..", "workers", "toolbar", "toolbar.js"),
    join(root, "toolbar.js"),
  );
  return versions;
}
