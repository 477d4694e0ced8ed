import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/**
 * What happens to a request on its way to an engine: `pass`; `down`: the connection breaks before it; `error`: answered
 * 503; `swallow`: the engine gets it, the answer is lost; `hang`: the engine gets it and nobody ever answers;
 * `refuse`: its data is refused.
 */
export type Fault = "pass" | "down" | "error" | "swallow" | "hang" | "refuse";

export interface FaultProxy {
  readonly url: string;
  /** Asked for each request. */
  decide: (url: string) => Fault;
  /** Where requests go; an engine that restarts has a new address. */
  target: string;
  /** Requests by fault. */
  readonly seen: Record<Fault, number>;
  close(): Promise<void>;
}

/** A faulty network in front of a real engine. */
export async function startFaultProxy(target: string): Promise<FaultProxy> {
  const server = createServer((request, response) => void forward(request, response));
  const proxy: FaultProxy = {
    url: "",
    decide: () => "pass",
    target,
    seen: { pass: 0, down: 0, error: 0, swallow: 0, hang: 0, refuse: 0 },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };

  async function forward(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? "/";
    const fault = proxy.decide(path);
    proxy.seen[fault] += 1;
    try {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      if (fault === "down") return void request.socket.destroy();
      if (fault === "refuse")
        return void response.writeHead(400).end("Code: 27. DB::Exception: Cannot parse input");
      if (fault === "error")
        return void response.writeHead(503).end("Code: 210. DB::NetException: try again");
      const headers = Object.fromEntries(
        Object.entries(request.headers).filter(
          ([name]) => !["host", "connection", "content-length", "transfer-encoding"].includes(name),
        ),
      ) as Record<string, string>;
      const method = request.method ?? "GET";
      const body = method === "GET" ? null : Buffer.concat(chunks);
      const answer = await fetch(new URL(path, proxy.target), { method, headers, body });
      const text = await answer.text();
      if (fault === "swallow") return void request.socket.destroy();
      if (fault === "hang") return;
      const code = answer.headers.get("X-ClickHouse-Exception-Code");
      response.writeHead(answer.status, code ? { "X-ClickHouse-Exception-Code": code } : {}).end(text);
    } catch {
      request.socket.destroy();
    }
  }

  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return Object.assign(proxy, { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
}
