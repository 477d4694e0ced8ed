import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { API } from "./api/index.ts";
import { turnPeriods } from "./api/subscriptions.ts";
import type { Context } from "./context.ts";
import { missing, StripeAnswer } from "./error.ts";
import { listAt, readForm } from "./form.ts";
import { PAGES } from "./pages/index.ts";
import { page } from "./pages/layout.ts";
import { present } from "./present.ts";
import type { Store } from "./store.ts";
import type { Webhooks } from "./webhooks.ts";

interface Services {
  readonly store: Store;
  readonly webhooks: Webhooks;
  /** Secret API key that callers must show. */
  readonly key: string;
}

interface Answer {
  readonly status: number;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const PATTERNS = Object.entries(API).map(([spec, handler]) => {
  const [method = "", path = ""] = spec.split(" ");
  return { method, path: new RegExp(`^${path.replace(/:\w+/g, "([^/]+)")}$`), handler };
});

/** Serves API and pages on the loopback interface. */
export async function serve(services: Services, port: number): Promise<{ server: Server; port: number }> {
  const server = createServer((request, response) => {
    const host = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    answer(services, request, host)
      .catch(
        (error: unknown): Answer => ({
          status: 500,
          body: JSON.stringify({ error: { message: String(error) } }),
        }),
      )
      .then((result) => send(response, result));
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  return { server, port: (server.address() as AddressInfo).port };
}

function send(response: ServerResponse, { status, body, headers }: Answer): void {
  response.writeHead(status, { "content-type": "application/json", "cache-control": "no-store", ...headers });
  response.end(body);
}

async function answer(services: Services, request: IncomingMessage, host: string): Promise<Answer> {
  const url = new URL(request.url ?? "/", host);
  let text = "";
  for await (const chunk of request) text += chunk;
  const { store, webhooks } = services;
  const now = Math.floor(Date.now() / 1000);
  turnPeriods(store, webhooks, now);
  const form = readForm(request.method === "GET" ? url.search.slice(1) : text);
  const context = { store, webhooks, form, url: host, now };
  if (!url.pathname.startsWith("/v1/")) return servePage(request.method ?? "", url.pathname, context);
  if (request.headers.authorization !== `Bearer ${services.key}`)
    return apiError(
      new StripeAnswer(401, { type: "invalid_request_error", message: "Invalid API Key provided" }),
    );
  return serveApi(request, url.pathname, text, context);
}

/** Stripe keeps the first answer to a key, refusals of cards included, and gives it again. */
function serveApi(
  { method = "", headers }: IncomingMessage,
  path: string,
  text: string,
  context: Omit<Context, "ids">,
): Answer {
  const { store } = context;
  const key = method === "POST" ? headers["idempotency-key"] : undefined;
  const kept = typeof key === "string" ? store.keptAnswer(key) : undefined;
  if (kept && kept.request !== `${path}?${text}`) {
    const message =
      "Keys for idempotent requests can only be used with the same parameters they were first used with.";
    return apiError(new StripeAnswer(400, { type: "idempotency_error", message }));
  }
  if (kept) return { ...kept, headers: { "idempotent-replayed": "true" } };
  const answered = runApi(method, path, context);
  if (typeof key === "string")
    store.keepAnswer(key, { request: `${path}?${text}`, status: answered.status, body: answered.body });
  if (method !== "GET") store.save();
  return answered;
}

function runApi(method: string, path: string, context: Omit<Context, "ids">): Answer {
  try {
    for (const pattern of PATTERNS) {
      const found = pattern.method === method ? pattern.path.exec(path) : null;
      if (!found) continue;
      const result = pattern.handler({ ...context, ids: found.slice(1) });
      return {
        status: 200,
        body: JSON.stringify(present(result, listAt(context.form, "expand"), context.store)),
      };
    }
    throw missing(`${method} ${path}`);
  } catch (error) {
    if (error instanceof StripeAnswer) return apiError(error);
    throw error;
  }
}

const apiError = ({ status, body }: StripeAnswer): Answer => ({ status, body: JSON.stringify(body) });

function servePage(method: string, path: string, context: Omit<Context, "ids">): Answer {
  const [, kind = "", id = ""] = path.split("/");
  const known = PAGES[kind];
  const html = { "content-type": "text/html; charset=utf-8" };
  const within = { ...context, ids: [id] };
  try {
    if (!known) throw missing(path);
    const result = method === "POST" ? known.take(within) : known.show(within);
    context.store.save();
    if ("location" in result) return { status: 303, body: "", headers: { location: result.location } };
    return { status: 200, body: result.html, headers: html };
  } catch (error) {
    if (!(error instanceof StripeAnswer)) throw error;
    context.store.save();
    const shown = known && error.status !== 404 ? known.show(within, error.message) : null;
    const text = shown && "html" in shown ? shown.html : page("Nothing here", "", error.message);
    return { status: error.status, body: text, headers: html };
  }
}
