import { gzipSync } from "node:zlib";
import type { NextRequest } from "../http/load.ts";

const USERS = 500;
/** Different bodies, each of another visitor. */
const VARIANTS = 64;
const CHROME =
  "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36";

/** Where the time of the uuid goes: UUIDv7 as SDKs make them, a millisecond a request. */
const TIME = "#TIME###-####";

/** An event of about 900 bytes as posthog-js sends it, with a person profile; `visitor` is who sends the batch. */
function event(index: number, visitor: number, position: number): object {
  const user = `01a2016e-f52f-7f15-aaab-${String(visitor % USERS).padStart(12, "0")}`;
  return {
    uuid: `${TIME}-7000-8000-${String(position).padStart(12, "0")}`,
    event: index % 3 === 0 ? "$pageview" : "checkout step completed",
    properties: {
      distinct_id: user,
      $device_id: user,
      $session_id: `01a2016e-f581-7cbd-9489-${String(visitor % USERS).padStart(12, "0")}`,
      $window_id: "01a2016e-f581-7cbd-9489-1c3f68d69e0a",
      $lib: "web",
      $lib_version: "1.449.2",
      $current_url: `https://shop.example/products/${index % 97}?utm_source=news`,
      $host: "shop.example",
      $pathname: `/products/${index % 97}`,
      $referrer: "https://search.example/",
      $referring_domain: "search.example",
      $browser: "Chrome",
      $browser_version: 156,
      $os: "Linux",
      $device_type: "Desktop",
      $screen_width: 1440,
      $screen_height: 900,
      $timezone: "Europe/Berlin",
      utm_source: "news",
      plan: "pro",
      amount: 12.5 + (index % 50),
      step: index % 4,
      $is_identified: true,
      $process_person_profile: true,
    },
    timestamp: new Date().toISOString(),
  };
}

export interface PayloadOptions {
  readonly token: string;
  /** Events in one request. */
  readonly size: number;
  readonly gzip: boolean;
  /** Distinct bodies to prepare when compressed: a run ends with the last one. Plain ones are unlimited. */
  readonly prepared: number;
  /** Start over when the prepared ones are used up: for servers that store nothing. */
  readonly repeat?: boolean;
}

let time = Date.now();

/** A time that no request had before. */
function nextTime(): string {
  const hex = (time++).toString(16).padStart(12, "0");
  return `${hex.slice(0, 8)}-${hex.slice(8)}`;
}

/**
 * Requests with events that were never sent before: the store must not take them for duplicates.
 * Plain bodies get fresh uuids in place; compressed ones are prepared ahead, so that the client stays cheap.
 */
export function requests(options: PayloadOptions): NextRequest {
  const { token, size, gzip, prepared, repeat = false } = options;
  const template = (variant: number) => {
    const batch = Array.from({ length: size }, (_, i) => event(variant * size + i, variant, i));
    return Buffer.from(JSON.stringify({ api_key: token, batch, sent_at: new Date().toISOString() }));
  };
  const framed = (body: Uint8Array): Buffer => {
    const type = gzip ? "text/plain" : "application/json";
    const head = `POST /batch/ HTTP/1.1\r\nHost: bench\r\nContent-Type: ${type}\r\nUser-Agent: ${CHROME}\r\nContent-Length: ${body.length}\r\n\r\n`;
    return Buffer.concat([Buffer.from(head), body]);
  };
  const variants = Array.from({ length: VARIANTS }, (_, i) => template(i));
  const marks = variants.map((body) => positions(body));
  const stamp = (index: number): Buffer => {
    const body = variants[index % variants.length]!;
    const text = nextTime();
    for (const at of marks[index % variants.length]!) body.write(text, at, TIME.length, "latin1");
    return body;
  };
  if (!gzip) {
    let count = 0;
    return () => framed(stamp(count++));
  }
  const bodies = Array.from({ length: prepared }, (_, i) => framed(gzipSync(stamp(i), { level: 6 })));
  let next = 0;
  return () => bodies[repeat ? next++ % prepared : next++] ?? null;
}

/** Where each uuid's time begins. */
function positions(body: Buffer): number[] {
  const found: number[] = [];
  for (let at = body.indexOf(TIME); at >= 0; at = body.indexOf(TIME, at + 1)) found.push(at);
  return found;
}
