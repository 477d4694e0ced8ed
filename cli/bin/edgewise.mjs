#!/usr/bin/env node
// The package ships one bundled file for Node 20 and newer; in the repository the source runs as it is.
import { existsSync } from "node:fs";

const built = new URL("../dist/main.js", import.meta.url);
const { main } = await import(existsSync(built) ? built.href : "../src/main.ts");
process.exitCode = await main(process.argv.slice(2), process.env, {
  out: (text) => process.stdout.write(`${text}\n`),
  err: (text) => process.stderr.write(`${text}\n`),
});
