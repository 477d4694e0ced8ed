import { randomUUID } from "node:crypto";
import type { JsonValue } from "@edgewise/core/events/types.ts";
import type { Credentials } from "../stack/credentials.ts";
import { type CaseOptions, type CaseResult, result } from "./case.ts";
import { instanceOf } from "./instance.ts";
import { type ExpectedEvent, expectedEvents } from "./traffic/expect.ts";
import {
  encode,
  isEventRequest,
  isReplayRequest,
  type RecordedRequest,
  recordedToken,
  replayHeaders,
  withFreshUuids,
} from "./traffic/recording.ts";
import { inShapeOf, storedEvents } from "./traffic/stored.ts";

/** Sends a recorded request with its headers and encoding, under this run's token. */
async function replay(
  credentials: Credentials,
  request: RecordedRequest,
  body: JsonValue,
): Promise<CaseResult> {
  const recorded = recordedToken(request);
  const json = JSON.stringify(body);
  const text = recorded === "" ? json : json.replaceAll(recorded, credentials.projectToken);
  const response = await fetch(`${credentials.edge}${request.url}`, {
    method: "POST",
    headers: replayHeaders(request, credentials.projectToken),
    body: encode(text, request.decode_steps ?? []),
  });
  const answer = (await response.json().catch(() => null)) as { status?: number; results?: object } | null;
  const got = { status: response.status, body: answer?.results ? "results" : answer };
  const expected = { status: 200, body: request.url.includes("/i/v1/") ? "results" : { status: 1 } };
  return result(`${request.seq} POST ${request.url.split("?")[0]}`, got, expected);
}

/** Replays a file of `wire/traffic/` and compares what is stored, read through the public API, with what was sent. */
export async function* run(
  file: unknown,
  fileName: string,
  options: CaseOptions,
): AsyncGenerator<CaseResult> {
  if (!Array.isArray(file)) throw new Error(`${fileName} is not a list of recorded requests.`);
  const credentials = await instanceOf(options.creds);
  const uuids = new Map<string, string>();
  const fresh = (recorded: string): string => {
    const known = uuids.get(recorded) ?? randomUUID();
    uuids.set(recorded, known);
    return known;
  };
  const expected = new Map<string, ExpectedEvent>();
  for (const request of file as RecordedRequest[]) {
    const isEvent = isEventRequest(request);
    if (!isEvent && !isReplayRequest(request)) continue;
    const body = withFreshUuids(request.body!, fresh);
    yield await replay(credentials, request, body);
    if (!isEvent) continue;
    const recorded = recordedToken(request);
    for (const event of expectedEvents(request, body)) {
      const text = JSON.stringify(event);
      const own: ExpectedEvent = JSON.parse(
        recorded === "" ? text : text.replaceAll(recorded, credentials.projectToken),
      );
      // A retry is the same event: the first one counts.
      if (!expected.has(own.uuid)) expected.set(own.uuid, own);
    }
  }
  const stored = expected.size === 0 ? [] : await storedEvents(credentials, [...expected.keys()]);
  for (const [uuid, event] of expected) {
    const found = stored.filter((one) => one.uuid === uuid);
    const got = found.length === 1 ? inShapeOf(event, found[0]!) : { stored: found.length };
    yield result(`${uuid} ${event.event}`, got, event);
  }
}
