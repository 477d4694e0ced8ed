import type { KeepEvent } from "../billing/ingestion-rules.ts";
import { meterKey } from "../billing/meter-key.ts";
import { COOKIELESS_ID, cookielessDay, cookielessId } from "./cookieless.ts";
import { EditedProperties } from "./edited-properties.ts";
import { isObject } from "./envelope.ts";
import { bounded, canonicalUuid, chainOf, clientWarning, plainText } from "./event-parts.ts";
import { flat } from "./flat.ts";
import { type GroupIndex, groupColumns, groupUpdate } from "./groups.ts";
import { distinctKey, sessionKey } from "./identity.ts";
import { identityRequest, idText, NEEDS_PERSON, NEVER_PERSON } from "./identity-rules.ts";
import { laneOf } from "./lanes.ts";
import { cut, DISTINCT_ID_LIMIT, EVENT_NAME_LIMIT } from "./limits.ts";
import { explicitUpdate, PersonUpdates, UPDATE_KEYS } from "./person-update.ts";
import { propertyTexts } from "./property-texts.ts";
import type { RejectionReason, WarningType } from "./reasons.ts";
import { Report } from "./report.ts";
import { clickhouseTime, propertyColumns, timeColumns } from "./row.ts";
import { SharedProperties } from "./shared-properties.ts";
import { eventTime, parseTime } from "./time.ts";
import type { GroupUpdate, JsonObject, JsonValue, Lane, PartitionEvent } from "./types.ts";
import { isBrowserAgent, userAgentFacts } from "./user-agent.ts";

/** Everything about a request that its events share. */
export interface CaptureContext {
  readonly environmentId: number;
  readonly overLimit: ReadonlySet<string>;
  /** Rules of the environment that leave events out; absent or null = none. */
  readonly keep?: KeepEvent | null;
  readonly anonymizeIps: boolean;
  /** The browser asks not to be tracked: its events are refused, or become those of a visitor of one day. */
  readonly optOut?: "drop" | "anonymous" | null;
  /** Time of arrival, ms. */
  readonly now: number;
  /** When the client says it sent the request, ms; NaN when unknown. */
  readonly sentAt: number;
  /** The same from the address: only for events that carry no `sent_at` of their own. */
  readonly querySentAt: number;
  readonly ip: string;
  readonly userAgent: string;
  /** Class of bot that the network named, '' for none. */
  readonly networkBot: string;
  /** `$geoip_…` properties of an address. */
  geo(ip: string): JsonObject | undefined;
  readonly groupIndex: GroupIndex;
  /** Random salt of a calendar day; '' when there is none (cookieless events are then refused). */
  dailySalt(day: string): string;
  /** The project's time zone: days of cookieless visitors that name none. */
  readonly timezone?: string;
  newUuid(): string;
  /** Event name of items that have none: `/engage/` means `$identify`. */
  readonly defaultEvent?: string;
  /**
   * The JSON text of the events when no string in it holds what JSON escapes, and whether they stand in an object there
   * (`{batch: [...]}`).
   */
  readonly plain?: { readonly text: string; readonly wrapped: boolean } | undefined;
}

export type Outcome = {
  readonly uuid: string;
  readonly result: "ok" | "warning" | "drop";
  readonly details: string | null;
};

export interface Captured {
  readonly events: PartitionEvent[];
  readonly report: Report;
  /** One for each event in order (client warnings included). */
  readonly outcomes: Outcome[];
}

/** What would tell the visitor again tomorrow. */
const TRACKING_KEYS = ["$user_id", "$anon_distinct_id", "$initial_person_info"];

/** Fewer events don't pay for finding out what they have in common. */
const SHARING = 4;

/** Text between quotes, escaped unless it is known to need nothing of it. */
const quoted = (text: string, plain: boolean): string => (plain ? `"${text}"` : JSON.stringify(text));
/** Validates and builds the events of one request; one bad event never costs its neighbours. */
export function captureEvents(events: readonly JsonValue[], context: CaptureContext): Captured {
  return new Capture(context).run(events);
}

class Capture {
  readonly #context: CaptureContext;
  readonly #report = new Report();
  readonly #updates = new PersonUpdates();
  readonly #events: PartitionEvent[] = [];
  readonly #outcomes: Outcome[] = [];
  readonly #rowHead: string;
  #shared: SharedProperties | null = null;
  /** The text of the event's properties, '' when it is not known. */
  #sent = "";
  readonly #edited = new EditedProperties();
  #warned: WarningType | null = null;
  #lastDistinctId = "";
  #lastDistinctColumns = "";
  #lastSession = "";
  #lastSessionColumns = "";
  #lastWindow = "";
  #lastWindowColumn = "";
  #lastLane = "";
  #lastBot = false;
  #lastIp = "";
  #lastSourceColumns = "";

  constructor(context: CaptureContext) {
    this.#context = context;
    const [environment, received] = [String(context.environmentId), clickhouseTime(context.now)];
    this.#rowHead = flat('{"environment_id":', environment, ',"received_at":"', received, '","uuid":"');
  }

  run(events: readonly JsonValue[]): Captured {
    const { plain } = this.#context;
    let sent: readonly string[] | null = null;
    if (events.length >= SHARING) {
      this.#shared = new SharedProperties();
      if (plain) sent = propertyTexts(plain.text, events, plain.wrapped);
    }
    try {
      for (const [i, event] of events.entries()) {
        this.#sent = sent?.[i] ?? "";
        this.#accept(event);
      }
    } finally {
      this.#shared?.end();
    }
    return { events: this.#events, report: this.#report, outcomes: this.#outcomes };
  }

  #reject(reason: RejectionReason, lane: Lane, event: JsonValue, distinctId = "", uuid = ""): false {
    this.#report.reject(reason, lane, this.#shown(event), distinctId, uuid);
    this.#outcomes.push({ uuid, result: "drop", details: reason });
    return false;
  }

  /** Nothing of the event is kept, not even its name. */
  #refuse(event: JsonValue): false {
    const { event: name, uuid } = isObject(event) ? event : {};
    this.#report.refuse("do_not_track", laneOf(plainText(name)));
    this.#outcomes.push({ uuid: canonicalUuid(uuid) ?? "", result: "drop", details: "do_not_track" });
    return false;
  }

  #warn(type: WarningType, event: JsonValue, distinctId: string, uuid: string, detail?: string): void {
    this.#warned = type;
    this.#report.warn(type, this.#shown(event), distinctId, uuid, detail);
  }

  /** An event as a sample may show it. */
  #shown(event: JsonValue): JsonValue {
    if (!this.#context.anonymizeIps || !isObject(event) || !isObject(event.properties)) return event;
    const { $ip: _, ...properties } = event.properties;
    return { ...event, properties };
  }

  #accept(event: JsonValue): boolean {
    const context = this.#context;
    this.#warned = null;
    if (context.optOut === "drop") return this.#refuse(event);
    if (!isObject(event)) return this.#reject("not_an_object", "events", event);
    const uuid = canonicalUuid(event.uuid);
    const knownUuid = uuid ?? "";
    const named = event.event ?? context.defaultEvent;
    if (typeof named !== "string" || named === "")
      return this.#reject("invalid_event_name", "events", event, "", knownUuid);
    const name = named.length > EVENT_NAME_LIMIT ? cut(named, EVENT_NAME_LIMIT) : named;
    const lane = laneOf(name);
    if (uuid === undefined) return this.#reject("invalid_uuid", lane, event);
    const properties = event.properties ?? {};
    if (!isObject(properties)) return this.#reject("invalid_properties", lane, event, "", knownUuid);
    const sentId = idText(event.distinct_id) || idText(event.$distinct_id) || idText(properties.distinct_id);
    const distinctId = cut(sentId, DISTINCT_ID_LIMIT);
    if (name === "$$client_ingestion_warning") {
      this.#warn("client_rate_limited", event, distinctId, knownUuid, clientWarning(properties));
      this.#outcomes.push({ uuid: knownUuid, result: "ok", details: null });
      return true;
    }
    if (distinctId === "") return this.#reject("missing_distinct_id", lane, event, "", knownUuid);
    if (lane === "recordings")
      return this.#reject("snapshot_on_event_route", lane, event, distinctId, knownUuid);
    if (context.optOut && NEEDS_PERSON.has(name)) return this.#refuse(event);
    if (properties.$process_person_profile === false && NEEDS_PERSON.has(name)) {
      return this.#reject("person_processing_disabled", lane, event, distinctId, knownUuid);
    }
    if (context.overLimit.has(lane)) {
      this.#report.limit(lane);
      this.#outcomes.push({ uuid: knownUuid, result: "drop", details: "billing_limit_exceeded" });
      return false;
    }
    if (context.keep && !context.keep(name, properties, distinctId)) {
      this.#report.drop(meterKey(plainText(properties.$lib), name));
      this.#outcomes.push({ uuid: knownUuid, result: "drop", details: "dropped_by_rule" });
      return false;
    }
    return this.#build(event, properties, name, lane, distinctId, uuid ?? context.newUuid());
  }

  #build(
    event: JsonObject,
    properties: JsonObject,
    name: string,
    lane: Lane,
    sentId: string,
    uuid: string,
  ): boolean {
    const context = this.#context;
    const edited = this.#edited;
    edited.begin(properties, this.#sent, context.plain !== undefined);
    let distinctId = sentId;
    let ip = plainText(properties.$ip) || context.ip;
    const userAgent = this.#userAgentOf(properties);
    const visits = distinctId === COOKIELESS_ID || context.optOut === "anonymous";
    if (visits) {
      distinctId = this.#cookieless(event, properties, ip);
      if (distinctId === "") return this.#reject("cookieless_unavailable", lane, event, sentId, uuid);
    }
    const keepIp = !context.anonymizeIps && !visits;
    const located = properties.$geoip_disable !== true && ip !== "" ? context.geo(ip) : undefined;
    if (located) edited.putMissing(located);
    if (!keepIp) {
      edited.take("$ip");
      ip = "";
    } else if (ip !== "") edited.put("$ip", ip);

    const facts = userAgent === "" ? undefined : userAgentFacts(userAgent);
    if (facts && properties.$browser === undefined && properties.$os === undefined) {
      edited.putMissing(facts.properties);
    }
    const bot = facts?.bot || context.networkBot || (name === "$bot_pageview" ? "other" : "");
    if (bot !== "") edited.put("$bot_class", bot);

    const profile = properties.$process_person_profile;
    if (profile !== undefined && profile !== null && typeof profile !== "boolean") {
      this.#warn("invalid_process_person_profile", event, distinctId, uuid);
    }
    const personProfile = profile !== false && !context.optOut;
    if (event.$set !== undefined || event.$set_once !== undefined || event.$unset !== undefined)
      edited.changed();
    const explicit = explicitUpdate(event, properties);
    if (explicit.invalid) this.#warn("invalid_person_update", event, distinctId, uuid);
    if (context.optOut) for (const key of TRACKING_KEYS) edited.take(key);
    const identity = identityRequest(name, distinctId, properties);
    if (identity.warning) this.#warn(identity.warning, event, distinctId, uuid);
    if (identity.request?.kind === "merge") this.#updates.forget(distinctId);
    if (!personProfile) for (const key of UPDATE_KEYS) edited.take(key);
    const updates = personProfile && !NEVER_PERSON.has(name);
    if (updates) this.#updates.begin(distinctId, explicit, properties.$is_server === true);

    const when = this.#time(event, properties);
    if (when.future) this.#warn("future_timestamp", event, distinctId, uuid);
    const groups = groupColumns(properties, context.groupIndex);
    if (groups.columns !== "") {
      edited.changed();
      // A key that is no text was printed as JSON.
      edited.plain = false;
    }
    if (groups.refused.length > 0)
      this.#warn("group_type_limit", event, distinctId, uuid, groups.refused.join(", "));
    const group = name === "$groupidentify" ? this.#group(event, properties, distinctId, uuid) : undefined;
    if (properties.$elements !== undefined) edited.changed();
    const chain = chainOf(properties);

    const { plain } = edited;
    const lift = updates ? this.#updates.lift : null;
    const columns = propertyColumns(properties, lift, plain, this.#shared, edited.text);
    if (columns === "nested_too_deeply" || columns === "event_too_large") {
      this.#updates.forget(distinctId);
      return this.#reject(columns, lane, event, distinctId, uuid);
    }
    const row =
      `${this.#rowHead}${uuid}","event":${quoted(name, plain)}${timeColumns(when.time)}` +
      `${this.#distinctColumns(distinctId)}${this.#sessionColumns(properties)}${groups.columns}` +
      `${chain === "" ? "" : `,"elements_chain":${JSON.stringify(chain)}`}` +
      `${this.#sourceColumns(lane, bot !== "", ip)}${columns}`;
    const person = updates ? this.#updates.finish(name, distinctId) : undefined;
    this.#events.push({
      uuid,
      distinctId,
      timestamp: when.time,
      lane,
      bot: bot !== "",
      meter: meterKey(plainText(properties.$lib), name),
      personProfile,
      identity: personProfile ? bounded(identity.request) : undefined,
      person,
      group,
      row,
    });
    this.#outcomes.push({ uuid, result: this.#warned ? "warning" : "ok", details: this.#warned });
    return true;
  }

  #time(event: JsonObject, properties: JsonObject): ReturnType<typeof eventTime> {
    return eventTime({
      timestamp: event.timestamp,
      offset: event.offset,
      sentAt: this.#sentAt(event),
      ignoreSentAt: properties.$ignore_sent_at === true,
      now: this.#context.now,
    });
  }

  /** The visitor's user agent, '' when the event comes from a server or an HTTP library. */
  #userAgentOf(properties: JsonObject): string {
    if (typeof properties.$raw_user_agent === "string") return properties.$raw_user_agent;
    if (properties.$is_server === true) return "";
    const { userAgent } = this.#context;
    return properties.$lib === "web" || isBrowserAgent(userAgent) ? userAgent : "";
  }

  /** The ID of a visitor on its day, '' without a salt. */
  #cookieless(event: JsonObject, properties: JsonObject, ip: string): string {
    const { environmentId, userAgent, now, timezone = "UTC" } = this.#context;
    const day = cookielessDay(
      this.#time(event, properties).time,
      plainText(properties.$timezone),
      timezone,
      now,
    );
    const dailySalt = this.#context.dailySalt(day);
    if (dailySalt === "") return "";
    const host = plainText(properties.$host);
    const extra = plainText(properties.$cookieless_extra);
    this.#edited.take("$cookieless_extra");
    const id = cookielessId({ dailySalt, environmentId, ip, host, userAgent, extra });
    if (properties.distinct_id !== undefined) this.#edited.put("distinct_id", id);
    this.#edited.put("$device_id", id);
    return id;
  }

  #group(
    event: JsonObject,
    properties: JsonObject,
    distinctId: string,
    uuid: string,
  ): GroupUpdate | undefined {
    const update = groupUpdate(properties, this.#context.groupIndex);
    if (typeof update !== "string") return update;
    this.#warn(update, event, distinctId, uuid);
    return undefined;
  }

  #sessionColumns(properties: JsonObject): string {
    const session = plainText(properties.$session_id);
    const window = plainText(properties.$window_id);
    if (session !== this.#lastSession) {
      this.#lastSession = session;
      const key = sessionKey(this.#context.environmentId, session);
      this.#lastSessionColumns =
        session === "" ? "" : flat(',"session_id":', JSON.stringify(session), ',"session_key":"', key, '"');
    }
    if (window !== this.#lastWindow) {
      this.#lastWindow = window;
      this.#lastWindowColumn = window === "" ? "" : flat(',"window_id":', JSON.stringify(window));
    }
    return this.#lastSessionColumns + this.#lastWindowColumn;
  }

  #sourceColumns(lane: Lane, bot: boolean, ip: string): string {
    if (lane !== this.#lastLane || bot !== this.#lastBot || ip !== this.#lastIp) {
      this.#lastLane = lane;
      this.#lastBot = bot;
      this.#lastIp = ip;
      const address = ip === "" ? "" : `,"ip":${JSON.stringify(ip)}`;
      this.#lastSourceColumns = flat(',"lane":"', lane, '","bot":', bot ? "1" : "0", address);
    }
    return this.#lastSourceColumns;
  }

  /** Consecutive events mostly share their distinct ID. */
  #distinctColumns(distinctId: string): string {
    if (distinctId !== this.#lastDistinctId || this.#lastDistinctColumns === "") {
      this.#lastDistinctId = distinctId;
      const key = distinctKey(this.#context.environmentId, distinctId);
      const id = JSON.stringify(distinctId);
      this.#lastDistinctColumns = flat(',"distinct_id":', id, ',"distinct_key":"', key, '"');
    }
    return this.#lastDistinctColumns;
  }

  /** When the client says it sent the event: request, event, address, in this order. */
  #sentAt(event: JsonObject): number {
    const { sentAt, querySentAt } = this.#context;
    if (!Number.isNaN(sentAt)) return sentAt;
    const own = parseTime(event.sent_at);
    return Number.isNaN(own) ? querySentAt : own;
  }
}
