/** Generated Tinybird data files: `node db/warehouse/tinybird-files.ts` writes them, `--check` compares them. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { runGenerate } from "@tinybirdco/sdk/cli/commands/generate";

const HERE = dirname(fileURLToPath(import.meta.url));
const OUTPUT = join(HERE, "tinybird");

/** Content of every data file, by path under `tinybird/`. Throws when a definition is refused by Tinybird's SDK. */
export async function tinybirdFiles(): Promise<ReadonlyMap<string, string>> {
  // The SDK reads its whole configuration before it generates, though nothing is sent anywhere.
  process.env.TINYBIRD_TOKEN ??= "unused";
  process.env.TINYBIRD_URL ??= "http://localhost";
  const { success, artifacts, error } = await runGenerate({ cwd: HERE });
  if (!success || artifacts === undefined) throw new Error(`Tinybird's SDK refused the project: ${error}`);
  return new Map(artifacts.map(({ relativePath, content }) => [relativePath, `${content.trimEnd()}\n`]));
}

/** Paths whose committed content differs from the definitions: changed, missing or left over. */
export async function staleTinybirdFiles(): Promise<string[]> {
  const wanted = await tinybirdFiles();
  const changed = [...wanted].filter(([path, content]) => readIfThere(join(OUTPUT, path)) !== content);
  const leftOver = committed().filter((path) => !wanted.has(path));
  return [...changed.map(([path]) => path), ...leftOver];
}

function committed(): string[] {
  if (!existsSync(OUTPUT)) return [];
  return readdirSync(OUTPUT, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(OUTPUT.length + 1));
}

function readIfThere(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, "utf8") : undefined;
}

async function main(): Promise<void> {
  if (process.argv.includes("--check")) {
    const stale = await staleTinybirdFiles();
    if (stale.length === 0) return;
    console.error(`Not current: ${stale.join(", ")}. Run: node db/warehouse/tinybird-files.ts`);
    process.exitCode = 1;
    return;
  }
  rmSync(OUTPUT, { recursive: true, force: true });
  for (const [path, content] of await tinybirdFiles()) {
    mkdirSync(dirname(join(OUTPUT, path)), { recursive: true });
    writeFileSync(join(OUTPUT, path), content);
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) await main();
