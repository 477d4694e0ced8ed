import { gzipSync } from "node:zlib";
import type { JsonObject, JsonValue } from "@edgewise/core/events/types.ts";

/** One recorded request of `wire/traffic/` (its README describes the fields). */
export interface RecordedRequest {
  readonly seq: number;
  readonly method?: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly decode_steps?: readonly string[];
  readonly body?: JsonValue;
}

const EVENT_ROUTES =
  /^\/(?:e|i\/v0\/e|batch|capture|track|engage|i\/v0\/ai\/batch|i\/v1\/analytics\/events)\/?(?:\?|$)/;
const REPLAY_ROUTE = /^\/s\/?(?:\?|$)/;

export const isEventRequest = ({ method, url, body }: RecordedRequest): boolean =>
  method === "POST" && body !== undefined && EVENT_ROUTES.test(url);

export const isReplayRequest = ({ method, url, body }: RecordedRequest): boolean =>
  method === "POST" && body !== undefined && REPLAY_ROUTE.test(url);

/** Headers that belong to the recorded connection, not to the request. */
const CONNECTION_HEADERS = new Set([
  "host",
  "connection",
  "content-length",
  "accept-encoding",
  "transfer-encoding",
]);

export const isObject = (value: unknown): value is JsonObject =>
  value !== null && typeof value === "object" && !Array.isArray(value);

/** The events of a decoded body, in any of the accepted shapes. */
export function eventsOf(body: JsonValue): JsonObject[] {
  const list = Array.isArray(body) ? body : isObject(body) && Array.isArray(body.batch) ? body.batch : [body];
  return list.filter(isObject);
}

/** Gives every event a uuid of this run; the same recorded uuid (a retry) keeps the same new one. */
export function withFreshUuids(body: JsonValue, fresh: (recorded: string) => string): JsonValue {
  const copy = structuredClone(body);
  for (const event of eventsOf(copy)) if (typeof event.uuid === "string") event.uuid = fresh(event.uuid);
  return copy;
}

/** The token that the recording was made with. */
export function recordedToken({ headers, body }: RecordedRequest): string {
  const bearer = /^Bearer (\S+)/i.exec(header(headers, "authorization") ?? "")?.[1];
  if (bearer) return bearer;
  if (isObject(body) && typeof (body.api_key ?? body.token) === "string")
    return (body.api_key ?? body.token) as string;
  const first = eventsOf(body ?? null)[0];
  const properties = isObject(first?.properties) ? first.properties : {};
  const token = first?.token ?? first?.api_key ?? properties.token;
  return typeof token === "string" ? token : "";
}

export function header(headers: Readonly<Record<string, string>>, name: string): string | undefined {
  const key = Object.keys(headers).find((one) => one.toLowerCase() === name);
  return key === undefined ? undefined : headers[key];
}

/** The request's headers with this run's token, without those of the recorded connection. */
export function replayHeaders(request: RecordedRequest, token: string): Record<string, string> {
  const recorded = recordedToken(request);
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) {
    const lower = name.toLowerCase();
    if (CONNECTION_HEADERS.has(lower) || lower.startsWith("sec-")) continue;
    headers[lower] = recorded === "" ? value : value.replaceAll(recorded, token);
  }
  return headers;
}

/** Encodes a body the way the recorded one was: the decoding steps backwards. */
export function encode(text: string, steps: readonly string[]): Uint8Array {
  let bytes: Buffer = Buffer.from(text);
  for (const step of steps.toReversed()) {
    if (step === "gunzip") bytes = gzipSync(bytes);
    else if (step === "base64") bytes = Buffer.from(bytes.toString("base64"));
    else if (step === "form") bytes = Buffer.from(`data=${encodeURIComponent(bytes.toString())}`);
    else if (!step.startsWith("content-encoding:")) throw new Error(`unknown encoding step "${step}"`);
  }
  return bytes;
}
