import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Credentials } from "../stack/credentials.ts";
import { type Stack, startStack } from "../stack/stack.ts";

let own: Promise<{ stack: Stack; dataDir: string }> | undefined;

/**
 * The instance that cases run against: the one of the credentials file, or one started for this run (without the web
 * app, in a scratch folder, once a process). Call {@link stopOwnInstance} when all cases are done.
 */
export async function instanceOf(credentialsFile: string | undefined): Promise<Credentials> {
  if (credentialsFile !== undefined) return JSON.parse(readFileSync(credentialsFile, "utf8")) as Credentials;
  own ??= startOwn();
  return (await own).stack.credentials;
}

/** Stops the instance this process started, if it did. */
export async function stopOwnInstance(): Promise<void> {
  if (own === undefined) return;
  const { stack, dataDir } = await own;
  own = undefined;
  await stack.stop();
  rmSync(dataDir, { recursive: true, force: true });
}

async function startOwn(): Promise<{ stack: Stack; dataDir: string }> {
  const dataDir = mkdtempSync(join(tmpdir(), "edgewise-cases-"));
  const stack = await startStack({ dataDir, web: false, log: (line) => process.stderr.write(`${line}\n`) });
  return { stack, dataDir };
}
