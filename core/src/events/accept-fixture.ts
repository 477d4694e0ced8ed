import { type CaptureContext, type Captured, captureEvents } from "./accept.ts";
import type { JsonObject, JsonValue } from "./types.ts";

export const NOW = Date.parse("2026-11-22T12:00:00.000Z");
export const UUID = "01a2016b-9888-7d93-8aab-822d638df829";
export const CHROME =
  "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36";

export function capture(events: JsonValue[], context: Partial<CaptureContext> = {}): Captured {
  let made = 0;
  return captureEvents(structuredClone(events), {
    environmentId: 1,
    overLimit: new Set(),
    anonymizeIps: false,
    now: NOW,
    sentAt: Number.NaN,
    querySentAt: Number.NaN,
    ip: "203.0.113.7",
    userAgent: "posthog-node/5.70.0",
    networkBot: "",
    geo: () => undefined,
    groupIndex: (type) => (type === "company" ? 0 : type === "extra" ? null : undefined),
    dailySalt: () => "salt",
    newUuid: () => `00000000-0000-7000-8000-${String(++made).padStart(12, "0")}`,
    ...context,
  });
}

export interface Columns {
  readonly [column: string]: unknown;
  readonly properties: JsonObject;
}

export function columnsOf(captured: Captured, index = 0): Columns {
  return JSON.parse(`${captured.events[index]!.row}}`) as Columns;
}

/** The only event's columns, properties parsed. */
export function row(event: JsonObject, context: Partial<CaptureContext> = {}): Columns {
  return columnsOf(capture([{ event: "e", distinct_id: "u", uuid: UUID, ...event }], context));
}
