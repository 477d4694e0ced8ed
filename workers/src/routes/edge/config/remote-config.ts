import { configScript, remoteConfig } from "@edgewise/core/config/remote-config.ts";
import type { JsonObject } from "@edgewise/core/events/types.ts";
import { getEnvironment } from "../../../snapshots/get-environment.ts";
import type { EdgeContext } from "../cors.ts";
import { fetchScript } from "../static/script.ts";

const CACHE = "public, max-age=60";

async function configOf(c: EdgeContext): Promise<JsonObject | null> {
  const token = c.req.param("token") ?? "";
  const state = await getEnvironment(c.env, c.executionCtx, token);
  return state ? remoteConfig(state.environment, state.snapshot, token) : null;
}

const script = (text: string): Response =>
  new Response(text, {
    headers: { "Content-Type": "text/javascript; charset=utf-8", "Cache-Control": CACHE },
  });
const unknown = (): Response => new Response("Unknown project token.", { status: 404 });

/** `GET /array/<token>/config`: the JSON that mobile SDKs and browsers without the script read. */
export async function configJson(c: EdgeContext): Promise<Response> {
  const config = await configOf(c);
  return config ? Response.json(config, { headers: { "Cache-Control": CACHE } }) : unknown();
}

/** `GET /array/<token>/config.js` */
export async function configJs(c: EdgeContext): Promise<Response> {
  const config = await configOf(c);
  return config ? script(configScript(config)) : unknown();
}

/** `GET /array/<token>/array.js`: the SDK with its config in front, in one request. */
export async function arrayJs(c: EdgeContext): Promise<Response> {
  const config = await configOf(c);
  if (!config) return unknown();
  const sdk = await fetchScript(c.env.STATIC, ["/static/array.js"]);
  return sdk ? script(`${configScript(config)}\n${await sdk.text()}`) : unknown();
}
