import { DEMO_PROJECT, demoEvents } from "@edgewise/core/demo/events.ts";
import { makeDemoObjects } from "@edgewise/core/demo/objects.ts";
import { request } from "@/lib/api/client";
import type { Project, ProjectBasic } from "@/lib/api/types";
import { createProject } from "@/lib/session";

/** About 50,000 events. */
const PEOPLE = 2_300;
const BATCH = 500;
const ATTEMPTS = 5;

/**
 * Makes the demo project of the organisation (or finds it) and sends its events through the public capture route, as
 * an SDK would. Breaking off and starting again stores nothing twice.
 *
 * @param host origin of the edge
 * @param onProgress told the share sent, 0 to 1
 * @returns the number of the project
 * @throws ApiError when the API refuses; Error when events can't be sent
 */
export async function fillDemo(
  known: readonly ProjectBasic[],
  host: string,
  onProgress: (share: number) => void,
  signal: AbortSignal,
): Promise<number> {
  const { id } =
    known.find(({ name }) => name === DEMO_PROJECT) ?? (await createProject(DEMO_PROJECT, "UTC"));
  const { api_token } = await request<Project>("GET", `/api/projects/${id}/`, undefined, signal);
  const now = Date.now();
  const batches = [...demoEvents(PEOPLE, now, BATCH)];
  for (const [index, batch] of batches.entries()) {
    onProgress(index / batches.length);
    await send(host, { api_key: api_token, historical_migration: true, batch }, signal);
  }
  await makeDemoObjects(
    (path, body, method) => request(method ?? (body ? "POST" : "GET"), path, body, signal),
    id,
    now,
  );
  onProgress(1);
  return id;
}

async function send(host: string, body: object, signal: AbortSignal): Promise<void> {
  const packed = new Blob([JSON.stringify(body)]).stream().pipeThrough(new CompressionStream("gzip"));
  const bytes = await new Response(packed).arrayBuffer();
  for (let attempt = 1; ; attempt++) {
    const answer = await fetch(`${host}/batch/?compression=gzip-js`, { method: "POST", body: bytes, signal });
    if (answer.ok) return;
    if (answer.status !== 503 || attempt === ATTEMPTS)
      throw new Error(`The events were refused (${answer.status}). Try again: what was sent is kept.`);
    await new Promise((resolve) => setTimeout(resolve, 1000 * attempt));
  }
}
