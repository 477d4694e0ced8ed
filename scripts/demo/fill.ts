import { gzipSync } from "node:zlib";
import { DEMO_DAYS, DEMO_PROJECT, demoEvents } from "@edgewise/core/demo/events.ts";
import { makeDemoObjects } from "@edgewise/core/demo/objects.ts";
import type { DemoEvent } from "@edgewise/core/demo/visits.ts";
import type { Credentials } from "../stack/credentials.ts";
import { call } from "./api.ts";

const PEOPLE = 11_000;
const BATCH = 1000;

interface Project {
  readonly id: number;
  readonly name: string;
  readonly api_token: string;
}

/**
 * Fills the demo project through the public capture route, as a customer's import would. Event uuids are derived, so a
 * fill that was cut off is simply run again; a finished one is recognised by its event count.
 */
export async function fillDemoProject(credentials: Credentials, log: (line: string) => void): Promise<void> {
  const project = await findOrCreateProject(credentials);
  const makeObjects = () =>
    makeDemoObjects((path, body, method) => call(credentials, path, body, method), project.id, Date.now());
  const stored = await countEvents(credentials, project.id);
  if (stored >= 200_000) {
    log(`Demo project ${project.id}: ${stored.toLocaleString("en")} events are there`);
    return await makeObjects();
  }
  let sent = 0;
  for (const batch of demoEvents(PEOPLE, Date.now(), BATCH)) {
    sent += await send(credentials.edge, project.api_token, batch);
    if (sent % 20_000 < BATCH) log(`Filling the demo project: ${sent.toLocaleString("en")} events …`);
  }
  await makeObjects();
  log(
    `Demo project ${project.id} ("${DEMO_PROJECT}"): ${sent.toLocaleString("en")} events over ${DEMO_DAYS} days`,
  );
}

/** Sends one batch; while the edge says its backlog is full it waits as told. */
async function send(edge: string, token: string, events: readonly DemoEvent[]): Promise<number> {
  const body = gzipSync(JSON.stringify({ api_key: token, historical_migration: true, batch: events }));
  for (;;) {
    const response = await fetch(`${edge}/batch/`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        "content-encoding": "gzip",
        // These are the events of people's browsers: under a program's name they would count as a bot's.
        "user-agent":
          "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Safari/537.36",
      },
      body,
    });
    if (response.ok) return events.length;
    if (response.status !== 503)
      throw new Error(`Demo events were refused: ${response.status} ${await response.text()}`);
    const seconds = Number(response.headers.get("retry-after") ?? 1);
    await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  }
}

async function findOrCreateProject(credentials: Credentials): Promise<Project> {
  const { results } = await call<{ results: Project[] }>(credentials, "/api/projects/?limit=100");
  const found = results.find((project) => project.name === DEMO_PROJECT);
  if (found) return call<Project>(credentials, `/api/projects/${found.id}/`);
  const { organization } = await call<{ organization: { id: string } }>(credentials, "/api/users/@me/");
  return call<Project>(credentials, `/api/organizations/${organization.id}/projects/`, {
    name: DEMO_PROJECT,
  });
}

async function countEvents(credentials: Credentials, projectId: number): Promise<number> {
  const answer = await call<{ results: [[number]] }>(credentials, `/api/projects/${projectId}/query/`, {
    query: { kind: "HogQLQuery", query: "select count() from events" },
    refresh: "force_blocking",
  });
  return answer.results[0][0];
}
