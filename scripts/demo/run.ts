/** Child program of `npm start -- --demo`: fills the demo project of the instance whose credentials file is named. */
import { readFileSync } from "node:fs";
import type { Credentials } from "../stack/credentials.ts";
import { fillDemoProject } from "./fill.ts";

try {
  const credentials = JSON.parse(readFileSync(process.argv[2] ?? "", "utf8")) as Credentials;
  await fillDemoProject(credentials, (line) => process.stdout.write(`${line}\n`));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
