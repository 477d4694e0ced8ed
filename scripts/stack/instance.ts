import type { Secrets } from "./credentials.ts";
import { callInternal } from "./internal-api.ts";

/** Creates organisation, user, project and keys of a new data folder, or finds them. Returns the project's id. */
export async function bootstrap(socket: string, secrets: Secrets): Promise<number> {
  const { projectToken, personalApiKey, secretApiKey, password } = secrets;
  const answer = await callInternal(socket, "/api/_internal/bootstrap", secrets.internalKey, {
    organizationName: "Edgewise dev",
    projectName: "Default project",
    email: "dev@edgewise.local",
    password,
    projectToken,
    personalApiKey,
    secretApiKey,
  });
  const projectId = (answer.body as { projectId?: number } | null)?.projectId;
  if (answer.status !== 200 || typeof projectId !== "number") {
    throw new Error(`The first project could not be set up: ${answer.status} ${JSON.stringify(answer.body)}`);
  }
  return projectId;
}

/** Waits until every part says it works; throws with the parts that don't after 30 s. */
export async function waitUntilHealthy(edgeUrl: string): Promise<void> {
  let last = "no answer";
  for (let waited = 0; waited < 30_000; waited += 100) {
    try {
      const response = await fetch(`${edgeUrl}/_health`);
      last = await response.text();
      if (response.ok) return;
    } catch (error) {
      last = String(error);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`Edgewise did not get healthy within 30 s: ${last}`);
}

/** Jobs stop by themselves after 45 s, each; on a busy machine the last statement of one takes its time. */
const JOBS_PATIENCE_MS = 5 * 60_000;

/** What cron triggers do on the hosted side: the API Worker's scheduled jobs, once a minute, one run at a time. */
export function runScheduledJobs(
  socket: string,
  internalKey: string,
  log: (line: string) => void,
): NodeJS.Timeout {
  let running = false;
  return setInterval(async () => {
    if (running) return;
    running = true;
    try {
      const path = "/api/_internal/scheduled";
      const { status } = await callInternal(socket, path, internalKey, {}, JOBS_PATIENCE_MS);
      if (status >= 400) log(`scheduled jobs answered ${status}`);
    } catch (error) {
      log(`scheduled jobs did not end: ${String(error)}`);
    } finally {
      running = false;
    }
  }, 60_000);
}
