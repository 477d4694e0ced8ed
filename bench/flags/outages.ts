import { load } from "../http/load.ts";
import type { BenchOptions } from "../support.ts";
import type { Edges } from "./edges.ts";

const SECONDS = Number(process.env.BENCH_SECONDS ?? 5);
const RATE = 100;

/** What the edge answers while something behind it is down: the share of the last good answer, counted. */
export async function measureOutages(edges: Edges, key: string, { log, emit }: BenchOptions): Promise<void> {
  const body = JSON.stringify({ token: edges.token, distinct_id: "u", flag_keys: [key] });
  const head = `POST /flags/?v=2 HTTP/1.1\r\nHost: bench\r\nContent-Length: ${body.length}\r\n\r\n`;
  const request = Buffer.from(head + body);
  const answerOf = async (url: string): Promise<string> => {
    const response = await fetch(`${url}/flags/?v=2`, { method: "POST", body });
    const { flags } = (await response.json()) as { flags: object };
    return `${response.status} ${JSON.stringify(flags)}`;
  };
  const good = await answerOf(edges.edge);
  const during = async (name: string, url: string) => {
    const { statuses } = await load({
      url,
      connections: 4,
      seconds: SECONDS,
      rate: RATE,
      next: () => request,
    });
    const total = Object.values(statuses).reduce((sum, count) => sum + count, 0);
    const isSame = (await answerOf(url)) === good;
    log(`${name}: ${JSON.stringify(statuses)}, the answer is ${isSame ? "the last good one" : "another"}`);
    emit({
      name: `answers while ${name}`,
      value: total,
      unit: "requests",
      ratio: isSame ? (statuses[200] ?? 0) / total : 0,
    });
  };
  await during("KV is down, isolate just loaded", edges.withoutKv);
  await edges.cutConfig(true);
  await during("the config object is down, isolate knows the project", edges.other);
  await during("the config object is down, isolate just loaded", edges.cold);
  await edges.cutConfig(false);
  await edges.stopMysql();
  await during("MySQL is down", edges.edge);
}
