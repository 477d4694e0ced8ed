import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { builtinModules } from "node:module";
import { join } from "node:path";
import { build, type Plugin } from "esbuild";
import { ROOT } from "./paths.ts";

export interface WorkerModule {
  readonly type: "ESModule" | "CompiledWasm";
  readonly path: string;
}

/** Bare imports of Node's modules, as some packages write them, under the prefix that workerd knows. */
const nodePrefix: Plugin = {
  name: "node-prefix",
  setup(builder) {
    const names = builtinModules.filter((name) => !name.startsWith("_"));
    const filter = new RegExp(`^(${names.map((name) => name.replace("/", "\\/")).join("|")})$`);
    builder.onResolve({ filter }, (args) => ({ path: `node:${args.path}`, external: true }));
  },
};

/**
 * Bundles one Worker (`edge` or `api`) the way wrangler would: one ES module, WebAssembly beside it.
 * Returns the modules with the entry first.
 */
export async function bundleWorker(entry: string, outDir: string): Promise<WorkerModule[]> {
  rmSync(outDir, { recursive: true, force: true });
  mkdirSync(outDir, { recursive: true });
  await build({
    entryPoints: { index: join(ROOT, entry) },
    outdir: outDir,
    bundle: true,
    format: "esm",
    platform: "neutral",
    mainFields: ["workerd", "worker", "browser", "module", "main"],
    conditions: ["workerd", "worker", "browser", "import"],
    target: "es2024",
    minifySyntax: true,
    keepNames: false,
    sourcemap: false,
    logLevel: "error",
    loader: { ".wasm": "copy" },
    assetNames: "[name]-[hash]",
    external: ["node:*", "cloudflare:*"],
    plugins: [nodePrefix],
    define: { "process.env.NODE_ENV": '"production"' },
  });
  return modulesOf(outDir);
}

/** The modules that {@link bundleWorker} left in a folder, the entry first. */
export function modulesOf(outDir: string): WorkerModule[] {
  const wasm = readdirSync(outDir).filter((file) => file.endsWith(".wasm"));
  return [
    { type: "ESModule", path: join(outDir, "index.js") },
    ...wasm.map((file): WorkerModule => ({ type: "CompiledWasm", path: join(outDir, file) })),
  ];
}
