import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, globSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./paths.ts";
import { childPart, type Running } from "./supervise.ts";

const WEB = join(ROOT, "web");
const NEXT = join(ROOT, "node_modules", "next", "dist", "bin", "next");

/** Builds the web app unless the last build is of these sources. Throws when the build fails. */
export async function ensureWebBuild(log: (line: string) => void): Promise<void> {
  const stamp = join(WEB, ".next", ".edgewise-sources");
  const sources = hashSources(ROOT);
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === sources) return;
  log("Building the web app (about a minute) …");
  const result = spawnSync(process.execPath, [NEXT, "build"], {
    cwd: WEB,
    encoding: "utf8",
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: "1", NODE_ENV: "production" },
  });
  if (result.status !== 0) throw new Error(`The web app did not build:\n${result.stdout}\n${result.stderr}`);
  writeFileSync(stamp, sources);
}

/** Serves the built web app and resolves when it listens. */
export async function serveWeb(options: {
  host: string;
  port: number;
  edgeUrl: string;
  /** Mails stay on this machine, to be read in the web app. */
  mailbox: boolean;
}): Promise<Running> {
  const child = spawn(
    process.execPath,
    ["--max-semi-space-size=2", NEXT, "start", "-H", options.host, "-p", String(options.port)],
    {
      cwd: WEB,
      stdio: ["ignore", "pipe", "pipe"],
      env: {
        ...process.env,
        NEXT_TELEMETRY_DISABLED: "1",
        NODE_ENV: "production",
        EDGEWISE_EDGE_URL: options.edgeUrl,
        EDGEWISE_MAILBOX: options.mailbox ? "on" : "off",
      },
    },
  );
  const output: string[] = [];
  await new Promise<void>((resolve, reject) => {
    const listen = (data: Buffer) => {
      output.push(data.toString());
      if (output.join("").includes("Ready")) resolve();
    };
    child.stdout.on("data", listen);
    child.stderr.on("data", listen);
    child.once("exit", (code) => reject(new Error(`The web app stopped (exit ${code}): ${output.join("")}`)));
  });
  return childPart(child);
}

/** Written by the build itself: it would make the first build's sources others than its own. */
const WRITTEN_BY_BUILD = join("web", "next-env.d.ts");

/** One hash of all that the web app is built from below `root`. */
export function hashSources(root: string): string {
  const hash = createHash("sha256");
  const patterns = [
    "web/src/**/*",
    "web/*.{ts,mjs,json}",
    "web/public/**/*",
    "docs/**/*.md",
    "core/src/**/*.ts",
    "package-lock.json",
  ];
  for (const file of globSync(patterns, { cwd: root }).sort()) {
    if (!/\.[a-z]+$/.test(file) || /\.test\.tsx?$/.test(file) || file === WRITTEN_BY_BUILD) continue;
    // A folder may bear the name of the file that it serves, as `sitemap.xml/` does.
    if (statSync(join(root, file)).isFile()) hash.update(file).update(readFileSync(join(root, file)));
  }
  return hash.digest("hex");
}
