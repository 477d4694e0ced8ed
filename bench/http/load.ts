import { connect, type Socket } from "node:net";

/**
 * A request, complete with head, ready to be written. Asked for once per request, so every one may differ. Null: there are
 * no more, the run ends early.
 */
export type NextRequest = () => Uint8Array | null;

export interface LoadResult {
  readonly requestsPerSecond: number;
  /** Latencies in ms, ascending. */
  readonly latencies: readonly number[];
  /** Answers by status. */
  readonly statuses: Readonly<Record<number, number>>;
}

/** Longest wait for one answer, ms. */
const ANSWER_TIMEOUT = 20_000;
const HEAD_END = Buffer.from("\r\n\r\n");

/** Length of the first complete answer in `data`, and its status; null while it is incomplete. */
function answerIn(data: Buffer): { length: number; status: number } | null {
  const end = data.indexOf(HEAD_END);
  if (end < 0) return null;
  const head = data.toString("latin1", 0, end);
  const status = Number(head.slice(9, 12));
  const declared = /content-length: *(\d+)/i.exec(head)?.[1];
  if (declared !== undefined) {
    const length = end + 4 + Number(declared);
    return data.length >= length ? { length, status } : null;
  }
  if (!/transfer-encoding: *chunked/i.test(head)) return { length: end + 4, status };
  const last = data.indexOf("0\r\n\r\n", end + 4, "latin1");
  return last < 0 ? null : { length: last + 5, status };
}

/** One keep-alive connection that sends one request at a time. */
class Connection {
  readonly #socket: Socket;
  #data: Buffer = Buffer.alloc(0);
  #done: ((status: number) => void) | null = null;
  #failed: ((error: Error) => void) | null = null;

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.setTimeout(ANSWER_TIMEOUT, () => socket.destroy(new Error("no answer in time")));
    socket.on("data", (chunk: Buffer) => {
      this.#data = this.#data.length === 0 ? chunk : Buffer.concat([this.#data, chunk]);
      const answer = answerIn(this.#data);
      if (!answer) return;
      this.#data = this.#data.subarray(answer.length);
      this.#done?.(answer.status);
    });
    socket.on("error", (error) => this.#failed?.(error));
    socket.on("close", () => this.#failed?.(new Error("the server closed the connection")));
  }

  static async open(url: URL): Promise<Connection> {
    const socket = connect(Number(url.port), url.hostname);
    await new Promise((resolve, reject) => socket.once("connect", resolve).once("error", reject));
    return new Connection(socket);
  }

  send(request: Uint8Array): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#done = resolve;
      this.#failed = reject;
      this.#socket.write(request);
    });
  }

  close(): void {
    this.#failed = null;
    this.#socket.destroy();
  }
}

export interface LoadOptions {
  readonly url: string;
  readonly connections: number;
  readonly seconds: number;
  readonly next: NextRequest;
  /** Requests a second over all connections; absent: as many as the server answers. */
  readonly rate?: number;
  /** Ends earlier, after this many requests. */
  readonly count?: number;
}

/** Sends requests over keep-alive connections. With a rate, latency counts from when a request was due. */
export async function load({
  url,
  connections,
  seconds,
  next,
  rate,
  count,
}: LoadOptions): Promise<LoadResult> {
  const target = new URL(url);
  const open = await Promise.all(Array.from({ length: connections }, () => Connection.open(target)));
  const latencies: number[] = [];
  const statuses: Record<number, number> = {};
  const start = performance.now();
  const end = start + seconds * 1000;
  const limit = count ?? Number.POSITIVE_INFINITY;
  let sent = 0;
  let started = 0;
  const run = async (connection: Connection) => {
    for (;;) {
      let due = performance.now();
      if (rate !== undefined) {
        due = start + (sent++ * 1000) / rate;
        const wait = due - performance.now();
        if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
      }
      if (due >= end || started++ >= limit) return;
      const request = next();
      if (!request) return;
      const status = await connection.send(request);
      latencies.push(performance.now() - due);
      statuses[status] = (statuses[status] ?? 0) + 1;
    }
  };
  await Promise.all(open.map(run));
  const elapsed = (performance.now() - start) / 1000;
  for (const connection of open) connection.close();
  latencies.sort((a, b) => a - b);
  return { requestsPerSecond: latencies.length / elapsed, latencies, statuses };
}

/** The q-quantile (0–1) of ascending values. */
export function quantile(sorted: readonly number[], q: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? Number.NaN;
}
