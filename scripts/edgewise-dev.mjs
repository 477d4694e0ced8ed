#!/usr/bin/env node
// Second half of every npm script: runs on the Node the lockfile pinned, so that no wrapper process stays behind.
import { setFlagsFromString } from "node:v8";

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  process.stderr.write(
    `Node ${process.versions.node} cannot run TypeScript, and no pinned Node exists for ${process.platform}-${process.arch}: install Node 24.\n`,
  );
  process.exit(1);
}
const commands = [
  "start",
  "test",
  "check",
  "bench",
  "cases",
  "audit",
  "backup",
  "restore",
  "dry-deploy",
  "migrate-mysql",
  "migrate-warehouse",
];
const command = process.argv[2] ?? "";
if (!commands.includes(command)) {
  process.stderr.write(`Unknown command "${command}". Use one of: ${commands.join(", ")}.\n`);
  process.exit(1);
}
// Before anything is loaded: a small young generation is plenty for a process that mostly waits.
if (command === "start") setFlagsFromString("--max-semi-space-size=2");
process.argv.splice(2, 1);
await import(`./${command}.ts`);
