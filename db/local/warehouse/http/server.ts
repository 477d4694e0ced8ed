import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { handleClickhouse } from "../clickhouse/handle.ts";
import type { Engine } from "../engine/engine.ts";
import { handleTinybird } from "../tinybird/handle.ts";
import type { TokenStore } from "../tinybird/token-store.ts";

/** What every request needs. */
export interface Services {
  readonly engine: Engine;
  readonly database: string;
  /** Password of the one ClickHouse user, and Tinybird's admin token. */
  readonly key: string;
  readonly tokens: TokenStore;
  /** Folder for request bodies that the engine must read from a file. */
  readonly uploads: string;
}

/** One request: its URL, and a signal that fires when the client goes away. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: URL;
  readonly signal: AbortSignal;
}

/** Serves both faces on the loopback interface and resolves with the port. */
export async function serve(services: Services, port: number): Promise<{ server: Server; port: number }> {
  const server = createServer((request, response) => {
    const gone = new AbortController();
    response.on("close", () => {
      if (!response.writableFinished) gone.abort();
    });
    const url = new URL(request.url ?? "/", "http://localhost");
    const exchange = { request, response, url, signal: gone.signal };
    const handle =
      url.pathname.startsWith("/v0/") || url.pathname.startsWith("/v1/") ? handleTinybird : handleClickhouse;
    handle(services, exchange).catch((error: unknown) => {
      if (!response.headersSent) response.writeHead(500, { "content-type": "text/plain" });
      response.end(`Internal error: ${String(error)}\n`);
    });
  });
  // Idle keep-alive connections outlive the clients' own time-out, so a reused one is never closed under a request.
  server.keepAliveTimeout = 65_000;
  server.requestTimeout = 0;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  return { server, port: (server.address() as AddressInfo).port };
}
