// First half of every npm script. Plain JavaScript without dependencies: runs on any Node 20+ on a fresh clone and
// brings what is missing – packages from the lockfile, system packages on Debian as root. Prints to stderr only.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const needs = process.argv.slice(2);

function say(message) {
  process.stderr.write(`${message}\n`);
}

function fail(message) {
  say(`\n${message}`);
  process.exit(1);
}

function run(command, args) {
  return spawnSync(command, args, {
    cwd: root,
    stdio: ["ignore", 2, 2],
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    shell: process.platform === "win32",
  }).status;
}

function installPackages() {
  const lock = createHash("sha256")
    .update(readFileSync(join(root, "package-lock.json")))
    .digest("hex");
  const stamp = join(root, "node_modules", ".edgewise-lock");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === lock) return;
  say("Installing packages from the lockfile (about a minute) …");
  const args = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
  if (run("npm", args) !== 0) {
    fail("npm ci failed (see above). Check the network and the free disk space, then run the command again.");
  }
  writeFileSync(stamp, lock);
}

/** System programs by need: where they may be, the Debian package, and what to do elsewhere. */
const SYSTEM = {
  mariadb: {
    paths: [
      "/usr/sbin/mariadbd",
      "/usr/local/sbin/mariadbd",
      "/opt/homebrew/opt/mariadb/bin/mariadbd",
      "/usr/local/opt/mariadb/bin/mariadbd",
      "/usr/libexec/mariadbd",
    ],
    override: "EDGEWISE_MARIADBD",
    debian: "mariadb-server-core",
    elsewhere:
      "the MariaDB server (macOS: brew install mariadb; Fedora: dnf install mariadb-server), or set EDGEWISE_MARIADBD to its mariadbd",
  },
  chromium: {
    paths: [
      "/usr/bin/chromium",
      "/usr/bin/chromium-browser",
      "/usr/bin/google-chrome",
      "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
      "/Applications/Chromium.app/Contents/MacOS/Chromium",
    ],
    override: "EDGEWISE_CHROMIUM",
    debian: "chromium",
    elsewhere: "Chromium or Chrome, or set EDGEWISE_CHROMIUM to its executable",
  },
};

function installSystem(names) {
  const missing = names
    .map((name) => SYSTEM[name])
    .filter((tool) => ![process.env[tool.override], ...tool.paths].some((path) => path && existsSync(path)));
  if (missing.length === 0) return;
  const debian = existsSync("/etc/debian_version");
  if (!debian || process.getuid?.() !== 0) {
    const how = missing.map((tool) => (debian ? `sudo apt-get install ${tool.debian}` : tool.elsewhere));
    fail(`Missing on this system. Please install:\n  ${how.join("\n  ")}\nthen run the command again.`);
  }
  const packages = missing.map((tool) => tool.debian);
  say(`Installing system packages: ${packages.join(", ")} …`);
  const install = () => run("apt-get", ["install", "-y", "-qq", "--no-install-recommends", ...packages]);
  if (install() !== 0 && (run("apt-get", ["update", "-qq"]) !== 0 || install() !== 0)) {
    fail(`apt-get could not install ${packages.join(", ")} (see above).`);
  }
}

if (Number(process.versions.node.split(".")[0]) < 20) {
  fail(`Node ${process.versions.node} is too old: install Node 20 or newer.`);
}
installPackages();
installSystem(needs);
