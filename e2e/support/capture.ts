import type { Project } from "./project.ts";

export interface Sent {
  readonly event: string;
  readonly distinct_id: string;
  readonly timestamp?: string;
  readonly properties?: Readonly<Record<string, unknown>>;
}

/** Sends events as a customer's server would, and resolves once queries count them all. */
export async function captureAll(project: Project, events: readonly Sent[]): Promise<void> {
  const before = await project.sql<[number]>("select count() from events");
  const response = await fetch(`${project.credentials.edge}/batch/`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ api_key: project.token, batch: events }),
  });
  if (!response.ok) throw new Error(`/batch/ answered ${response.status}: ${await response.text()}`);
  const wanted = (before[0]?.[0] ?? 0) + events.length;
  await project.sqlUntil<[number]>("select count() from events", ([row]) => (row?.[0] ?? 0) >= wanted);
}
