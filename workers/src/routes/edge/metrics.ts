import { type Metric, OPEN_METRICS_END, OPEN_METRICS_TYPE, openMetrics } from "../../http/open-metrics.ts";
import { snapshotCounts } from "../../snapshots/get-environment.ts";
import type { EdgeContext } from "./cors.ts";
import { flagCounts } from "./flags/usage.ts";

/**
 * `GET /_metrics` in OpenMetrics' format, for whoever has the key (`Authorization: Bearer …`); 404 for all others. The
 * event path is counted in the partitions; what isolates count by themselves is that of the ones which answer.
 */
export async function metrics(c: EdgeContext): Promise<Response> {
  const headers = { authorization: c.req.header("authorization") ?? "" };
  const answer = await c.env.API.fetch(
    new Request(new URL("/api/_internal/metrics", c.req.url), { headers }),
  );
  if (!answer.ok) return c.notFound();
  const text = `${await answer.text()}${openMetrics(edgeMetrics())}${OPEN_METRICS_END}`;
  return new Response(text, { headers: { "content-type": OPEN_METRICS_TYPE } });
}

function edgeMetrics(): Metric[] {
  const counter = (name: string, help: string, value: number): Metric => ({
    name: `edgewise_${name}`,
    type: "counter",
    help,
    samples: [{ value }],
  });
  return [
    counter("flag_requests", "Requests that evaluated flags.", flagCounts.requests),
    counter(
      "last_good_answers",
      "Requests answered from definitions that could not be renewed.",
      snapshotCounts.lastGood,
    ),
    counter(
      "failed_revalidations",
      "Times that newer definitions could not be asked for.",
      snapshotCounts.failedRevalidations,
    ),
  ];
}
