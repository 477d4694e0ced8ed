import type { EdgeContext } from "./cors.ts";

/** `GET /_health`: the API Worker knows every part; when even it is away, that is the answer. */
export async function health(c: EdgeContext): Promise<Response> {
  try {
    return await c.env.API.fetch(new Request(new URL("/api/_internal/health", c.req.url)));
  } catch {
    return Response.json({ status: "error", parts: { api: "unreachable" } }, { status: 503 });
  }
}
