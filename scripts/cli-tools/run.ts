import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { call } from "../demo/api.ts";
import type { Credentials } from "../stack/credentials.ts";
import { officialClient } from "./client.ts";
import type { Answer, Told } from "./step.ts";
import { STORY } from "./story.ts";
import { checkTable, writeTable } from "./table.ts";

/**
 * Runs every tool of the official client that a story knows on a project of its own, and compares which answered with
 * the table in docs/cli-tools.md: `node scripts/cli-tools/run.ts --creds dev.json [--write]`. Exits 1 when they differ.
 */
const PATIENCE_MS = 60_000;

const { values } = parseArgs({ options: { creds: { type: "string" }, write: { type: "boolean" } } });
if (!values.creds) throw new Error("Say where the credentials are: --creds .edgewise/dev.json");
const credentials = JSON.parse(readFileSync(values.creds, "utf8")) as Credentials;

const project = await call<Answer>(credentials, "/api/projects/", { name: "Tools" });
const elsewhere = await call<Answer>(credentials, "/api/projects/", { name: "Tools, elsewhere" });
await call(credentials, "/api/users/@me/", { set_current_team: Number(project.id) }, "PATCH");
await fillProject(String(project.api_token), Number(project.id));
const request = await askForApproval(`/api/projects/${project.id}`);

const client = await officialClient({
  POSTHOG_CLI_HOST: credentials.edge,
  POSTHOG_CLI_API_KEY: credentials.personalApiKey,
  POSTHOG_CLI_PROJECT_ID: String(project.id),
});
const told: Record<string, Answer> = { project, elsewhere, request };
const refused = new Map<string, string>();
const worked = new Set<string>();
for (const { tool, input, as } of STORY) {
  try {
    const answer = (await withPatience(client.call(tool, input(told as Told)))) as Answer;
    if (as) told[as] = answer;
    worked.add(tool);
  } catch (error) {
    refused.set(tool, error instanceof Error ? error.message.split("\n")[0]!.slice(0, 300) : String(error));
  }
}
for (const [tool, why] of refused) process.stderr.write(`${tool}: ${why}\n`);
const works = new Set([...worked].filter((tool) => !refused.has(tool)));
const same = values.write ? writeTable(works) : checkTable(works);
process.stdout.write(`${works.size} tools work, ${refused.size} of the story do not\n`);
process.exit(same ? 0 : 1);

async function withPatience<T>(promise: Promise<T>): Promise<T> {
  const late = new Promise<never>((_, reject) => {
    setTimeout(() => reject(new Error("no answer in time")), PATIENCE_MS).unref();
  });
  return await Promise.race([promise, late]);
}

/** A change of a flag that waits for a second person, in an environment that asks for one just then. */
async function askForApproval(P: string): Promise<Answer> {
  const { id } = await call<Answer>(credentials, `${P}/environments/`, { name: "Guarded" });
  const reaching = (rollout_percentage: number) => ({ groups: [{ properties: [], rollout_percentage }] });
  await call(credentials, `${P}/feature_flags/`, { key: "guarded", filters: reaching(0) });
  const guard = (flag_approval: boolean) =>
    call(credentials, `${P}/environments/${id}/`, { flag_approval }, "PATCH");
  await guard(true);
  // The refusal is what makes the request.
  await call(credentials, `${P}/feature_flags/guarded/`, { filters: reaching(10) }, "PATCH").catch(
    () => null,
  );
  await guard(false);
  const { results } = await call<{ results: Answer[] }>(credentials, `${P}/change_requests/`);
  if (!results[0]) throw new Error("No change waits for approval.");
  return results[0];
}

/** A few events of two persons, queryable when this resolves. */
async function fillProject(token: string, projectId: number): Promise<void> {
  const batch = ["u1", "u2"].flatMap((distinct_id) =>
    ["bought", "$pageview"].map((event) => ({
      event,
      distinct_id,
      properties: {
        price: 3,
        $pathname: "/shop",
        $session_id: `session-${distinct_id}`,
        $set: { email: `${distinct_id}@example.com` },
      },
    })),
  );
  const body = JSON.stringify({ api_key: token, batch });
  await fetch(`${credentials.edge}/batch/`, { method: "POST", body });
  const query = { kind: "HogQLQuery", query: "select count() from events where event = 'bought'" };
  for (let tries = 0; tries < 100; tries++) {
    const path = `/api/projects/${projectId}/query/`;
    const { results } = await call<Answer>(credentials, path, { query, refresh: "force_blocking" });
    if (JSON.stringify(results) === "[[2]]") return;
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  throw new Error("The events did not arrive.");
}
