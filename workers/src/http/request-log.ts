import type { MiddlewareHandler } from "hono";
import { routePath } from "hono/route";
import type { Metric } from "./open-metrics.ts";
import type { ApiHonoEnv } from "./types.ts";

/** `all`: a line each request; `errors`: only answers of 500 and above; `off`: none. */
export type RequestLogMode = "all" | "errors" | "off";

interface Tally {
  readonly route: string;
  readonly method: string;
  readonly status: string;
  count: number;
  seconds: number;
}

/** Requests of this isolate by route, method and class of status. */
const tallies = new Map<string, Tally>();

/** Writes one line of JSON for each request and counts it. What was asked (query, body) stays out: it may be private. */
export const requestLog: MiddlewareHandler<ApiHonoEnv> = async (c, next) => {
  const started = Date.now();
  await next();
  const { deps, requestId, actor } = c.var;
  const { status } = c.res;
  const ms = Date.now() - started;
  const route = routePath(c, -1);
  count(route, c.req.method, status, ms);
  const { requestLog: mode } = deps.config;
  if (mode === "off" || (mode === "errors" && status < 500)) return;
  const line = {
    at: new Date(started).toISOString(),
    worker: "api",
    requestId,
    method: c.req.method,
    route,
    status,
    ms,
    ...(actor === undefined ? {} : { actor }),
    place: /\/(?:projects|environments|organizations)\/([^/]+)/.exec(c.req.path)?.[1],
  };
  console.log(JSON.stringify(line));
};

function count(route: string, method: string, status: number, ms: number): void {
  const kind = `${Math.floor(status / 100)}xx`;
  const key = `${method} ${route} ${kind}`;
  let tally = tallies.get(key);
  if (!tally) {
    tally = { route, method, status: kind, count: 0, seconds: 0 };
    tallies.set(key, tally);
  }
  tally.count += 1;
  tally.seconds += ms / 1000;
}

/** What this isolate has answered since it was loaded. */
export function requestMetrics(): Metric[] {
  const samples = (value: (tally: Tally) => number) =>
    Array.from(tallies.values(), (tally) => {
      const { route, method, status } = tally;
      return { value: value(tally), labels: { route, method, status } };
    });
  return [
    {
      name: "edgewise_api_requests",
      type: "counter",
      help: "Requests that the API answered.",
      samples: samples((tally) => tally.count),
    },
    {
      name: "edgewise_api_request_seconds",
      type: "counter",
      help: "Time taken by them, seconds.",
      samples: samples((tally) => tally.seconds),
    },
  ];
}
