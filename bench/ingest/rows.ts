import { randomUUID } from "node:crypto";
import { captureEvents } from "@edgewise/core/events/accept.ts";
import { keyOf, personIdOf } from "@edgewise/core/events/identity.ts";
import type { AppendBatch, PartitionEvent } from "@edgewise/core/events/types.ts";

const PERSONS = 2000;
const PAGES = 97;

/** A page view of about 900 bytes, as posthog-js sends it. */
function rawEvent(index: number, now: number) {
  const page = index % PAGES;
  return {
    uuid: randomUUID(),
    event: index % 3 === 0 ? "$pageview" : "checkout step completed",
    timestamp: new Date(now - (index % 3600) * 1000).toISOString(),
    distinct_id: `user-${index % PERSONS}`,
    properties: {
      $current_url: `https://shop.example/products/${page}?utm_source=news`,
      $host: "shop.example",
      $pathname: `/products/${page}`,
      $referrer: "https://search.example/",
      $referring_domain: "search.example",
      $browser: "Chrome",
      $browser_version: 156,
      $os: "Linux",
      $device_type: "Desktop",
      $lib: "web",
      $lib_version: "1.449.2",
      $screen_width: 1440,
      $screen_height: 900,
      $timezone: "Europe/Berlin",
      utm_source: "news",
      plan: "pro",
      amount: 12.5 + (index % 50),
      step: index % 4,
    },
  };
}

/** `count` events as the edge hands them to a partition, in batches of one request each. */
export function appendBatches(count: number, perBatch: number): AppendBatch[] {
  const now = Date.now();
  const batches: AppendBatch[] = [];
  for (let at = 0; at < count; at += perBatch) {
    const raw = Array.from({ length: Math.min(perBatch, count - at) }, (_, i) => rawEvent(at + i, now));
    const { events } = captureEvents(raw, {
      environmentId: 1,
      overLimit: new Set(),
      anonymizeIps: false,
      now,
      sentAt: Number.NaN,
      querySentAt: Number.NaN,
      ip: "198.51.100.7",
      userAgent: "",
      networkBot: "",
      geo: () => undefined,
      groupIndex: () => null,
      dailySalt: () => "",
      newUuid: randomUUID,
    });
    batches.push({ environmentId: 1, receivedAt: now, events, rejections: [], warnings: [] });
  }
  return batches;
}

/** The rows that a partition makes of events, in posts of at most `bytes`. */
export function insertBodies(events: readonly PartitionEvent[], bytes: number): Buffer[] {
  const bodies: Buffer[] = [];
  let lines: string[] = [];
  let size = 0;
  for (const event of events) {
    const person = personIdOf(1, event.distinctId);
    const line = `${event.row},"person_id":"${person}","person_key":"${keyOf(person)}","person_mode":"full","batch":"1"}\n`;
    lines.push(line);
    size += line.length;
    if (size < bytes) continue;
    bodies.push(Buffer.from(lines.join("")));
    lines = [];
    size = 0;
  }
  if (lines.length > 0) bodies.push(Buffer.from(lines.join("")));
  return bodies;
}
