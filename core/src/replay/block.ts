import { isObject } from "../events/envelope.ts";
import { idText } from "../events/identity-rules.ts";
import { cut, DISTINCT_ID_LIMIT } from "../events/limits.ts";
import type { RejectionReason } from "../events/reasons.ts";
import { clickhouseTime } from "../events/row.ts";
import { parseTime } from "../events/time.ts";
import type { JsonObject, JsonValue } from "../events/types.ts";

/** One `$snapshot` event of `/s/`, checked. */
export interface ReplayBlock {
  readonly uuid: string;
  readonly distinctId: string;
  readonly sessionId: string;
  readonly windowId: string;
  /** rrweb events exactly as sent: their strings may be binary. */
  readonly data: readonly JsonValue[];
  readonly summary: ReplaySummary;
}

/** What the index keeps about a block, so that lists need not open it. Times in ms, by the server's clock. */
export interface ReplaySummary {
  readonly firstTimestamp: number;
  readonly lastTimestamp: number;
  readonly clicks: number;
  readonly keypresses: number;
  readonly consoleLogs: number;
  readonly consoleWarnings: number;
  readonly consoleErrors: number;
  readonly firstUrl: string;
}

/** rrweb's numbers (rrweb `EventType`, `IncrementalSource`, `MouseInteractions`). */
const INCREMENTAL = 3;
const META = 4;
const CUSTOM = 5;
const PLUGIN = 6;
const MOUSE_INTERACTION = 2;
const CLICK = 2;
const INPUT = 5;

const SESSION_ID_LIMIT = 100;
const URL_LIMIT = 2000;

function urlOf(type: JsonValue | undefined, data: JsonObject): string {
  const source = type === META ? data : type === CUSTOM && isObject(data.payload) ? data.payload : undefined;
  return typeof source?.href === "string" ? cut(source.href, URL_LIMIT) : "";
}

/** Counts what happens in a block. `clockError` = client's clock minus ours, ms. */
export function summarise(data: readonly JsonValue[], clockError: number, now: number): ReplaySummary {
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  let clicks = 0;
  let keypresses = 0;
  let firstUrl = "";
  const levels = { log: 0, warn: 0, error: 0 };
  for (const event of data) {
    if (!isObject(event)) continue;
    if (typeof event.timestamp === "number" && Number.isFinite(event.timestamp)) {
      first = Math.min(first, event.timestamp);
      last = Math.max(last, event.timestamp);
    }
    const details = event.data;
    if (!isObject(details)) continue;
    firstUrl ||= urlOf(event.type, details);
    if (event.type === INCREMENTAL) {
      if (details.source === MOUSE_INTERACTION && details.type === CLICK) clicks++;
      else if (details.source === INPUT) keypresses++;
    } else if (event.type === PLUGIN && details.plugin === "rrweb/console@1" && isObject(details.payload)) {
      const level = details.payload.level;
      levels[level === "warn" || level === "error" ? level : "log"]++;
    }
  }
  const within = (time: number) => Math.trunc(Math.min(Math.max(time - clockError, 0), now + 86_400_000));
  return {
    firstTimestamp: Number.isFinite(first) ? within(first) : now,
    lastTimestamp: Number.isFinite(last) ? within(last) : now,
    clicks,
    keypresses,
    consoleLogs: levels.log,
    consoleWarnings: levels.warn,
    consoleErrors: levels.error,
    firstUrl,
  };
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Checks one item of `/s/` (WIRE.md 1.10). `newUuid` serves items without one. */
export function readBlock(
  item: JsonValue,
  now: number,
  newUuid: () => string,
): ReplayBlock | RejectionReason {
  if (!isObject(item)) return "not_an_object";
  if (item.event !== "$snapshot") return "not_a_snapshot";
  const properties = item.properties;
  if (!isObject(properties)) return "invalid_properties";
  const sessionId = properties.$session_id;
  if (typeof sessionId !== "string" || sessionId === "" || sessionId.length > SESSION_ID_LIMIT) {
    return "missing_session_id";
  }
  const data = properties.$snapshot_data;
  if (!Array.isArray(data) && !isObject(data)) return "invalid_snapshot_data";
  const distinctId = cut(idText(item.distinct_id) || idText(properties.distinct_id), DISTINCT_ID_LIMIT);
  if (distinctId === "") return "missing_distinct_id";
  const sentUuid = typeof item.uuid === "string" ? item.uuid.toLowerCase() : item.uuid;
  const hasUuid = sentUuid !== undefined && sentUuid !== null && sentUuid !== "";
  if (hasUuid && !(typeof sentUuid === "string" && UUID.test(sentUuid))) return "invalid_uuid";
  const sentAt = parseTime(item.sent_at);
  const events = Array.isArray(data) ? data : [data];
  return {
    uuid: hasUuid ? (sentUuid as string) : newUuid(),
    distinctId,
    sessionId,
    windowId: typeof properties.$window_id === "string" ? properties.$window_id : sessionId,
    data: events,
    summary: summarise(events, Number.isNaN(sentAt) ? 0 : sentAt - now, now),
  };
}

/** R2 key of a block. The session ID comes from a client: it is encoded, so that it can't leave its folder. */
export function blockKey(environmentId: number, block: ReplayBlock): string {
  return `recordings/${environmentId}/${encodeURIComponent(block.sessionId.toWellFormed())}/${block.uuid}`;
}

/** The index row (table `recordings`, docs/data-model.md) as JSON text; `days`: how long it is kept, absent = as the table says. */
export function blockRow(environmentId: number, block: ReplayBlock, bytes: number, days?: number): string {
  const { summary } = block;
  return JSON.stringify({
    environment_id: environmentId,
    session_id: block.sessionId.toWellFormed(),
    window_id: block.windowId.toWellFormed(),
    distinct_id: block.distinctId.toWellFormed(),
    first_timestamp: clickhouseTime(summary.firstTimestamp),
    last_timestamp: clickhouseTime(summary.lastTimestamp),
    object_key: blockKey(environmentId, block),
    bytes,
    event_count: block.data.length,
    click_count: summary.clicks,
    keypress_count: summary.keypresses,
    console_log_count: summary.consoleLogs,
    console_warn_count: summary.consoleWarnings,
    console_error_count: summary.consoleErrors,
    first_url: summary.firstUrl.toWellFormed(),
    uuid: block.uuid,
    ...(days === undefined ? {} : { retention_days: days }),
  });
}
