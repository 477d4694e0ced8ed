import { gzipSync } from "node:zlib";
import type { Credentials } from "../stack/credentials.ts";
import { call } from "./api.ts";
import { makeDemoObjects } from "./objects.ts";
import { people } from "./people.ts";
import { type DemoEvent, visits } from "./visits.ts";

const DAYS = 90;
const PEOPLE = 11_000;
const BATCH = 1000;
const DEMO_PROJECT = "Shelfie (demo)";

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
  const stored = await countEvents(credentials, project.id);
  if (stored >= 200_000) {
    log(`Demo project ${project.id}: ${stored.toLocaleString("en")} events are there`);
    return await makeDemoObjects(credentials, project.id);
  }
  const midnight = Math.floor(Date.now() / 86_400_000) * 86_400_000;
  let batch: DemoEvent[] = [];
  let sent = 0;
  for (const person of people(PEOPLE, DAYS)) {
    for (const event of visits(person, DAYS, midnight - (DAYS - 1) * 86_400_000)) {
      if (Date.parse(event.timestamp) > Date.now()) break;
      batch.push(event);
    }
    if (batch.length < BATCH) continue;
    sent += await send(credentials.edge, project.api_token, batch);
    batch = [];
    if (sent % 20_000 < BATCH) log(`Filling the demo project: ${sent.toLocaleString("en")} events …`);
  }
  sent += await send(credentials.edge, project.api_token, batch);
  await makeDemoObjects(credentials, project.id);
  log(
    `Demo project ${project.id} ("${DEMO_PROJECT}"): ${sent.toLocaleString("en")} events over ${DAYS} days`,
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
