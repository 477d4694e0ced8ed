import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import type { Project } from "./project.ts";

const script = join(
  dirname(createRequire(import.meta.url).resolve("@posthog/cli/package.json")),
  "lib/posthog-api-cli.mjs",
);

/** Runs one tool of the official CLI, unmodified, and parses what it prints; rejects with its error. */
export type CallTool = (tool: string, input: object) => Promise<unknown>;

/** The official CLI on a project, which becomes the current one of the key's user: some tools work on that. */
export async function officialCli(project: Project): Promise<CallTool> {
  await project.api("PATCH", "/api/users/@me/", { set_current_team: project.id });
  const env = {
    ...process.env,
    POSTHOG_CLI_HOST: project.credentials.edge,
    POSTHOG_CLI_API_KEY: project.credentials.personalApiKey,
    POSTHOG_CLI_PROJECT_ID: String(project.id),
  };
  return async (tool, input) => {
    const args = [script, "call", "--json", "--confirm", tool, JSON.stringify(input)];
    const { stdout } = await promisify(execFile)(process.execPath, args, {
      env,
      maxBuffer: 16 * 1024 * 1024,
    });
    return JSON.parse(stdout);
  };
}
