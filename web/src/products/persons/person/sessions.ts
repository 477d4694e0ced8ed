import type { EventRow } from "../../events/types.ts";
import { sessionOf } from "../../events/types.ts";

/** Events of one session that follow each other in a timeline; null: events outside of any session. */
export interface SessionBlock {
  readonly session: string | null;
  readonly events: readonly EventRow[];
  /** ISO 8601. */
  readonly start: string;
  readonly end: string;
  /** Where it began, when an event says so. */
  readonly entry: string | null;
}

/** A timeline (newest first) cut into sessions, newest first; a session that is interleaved with another stays whole. */
export function bySession(events: readonly EventRow[]): readonly SessionBlock[] {
  const blocks: { session: string | null; events: EventRow[] }[] = [];
  const open = new Map<string, { session: string | null; events: EventRow[] }>();
  for (const event of events) {
    const session = sessionOf(event);
    const last = blocks.at(-1);
    const home = session === null ? (last?.session === null ? last : undefined) : open.get(session);
    if (home) home.events.push(event);
    else {
      const block = { session, events: [event] };
      blocks.push(block);
      if (session !== null) open.set(session, block);
    }
  }
  return blocks.map(({ session, events: own }) => ({
    session,
    events: own,
    start: own.at(-1)?.timestamp ?? "",
    end: own[0]?.timestamp ?? "",
    entry: entryOf(own),
  }));
}

function entryOf(newestFirst: readonly EventRow[]): string | null {
  for (const { properties } of newestFirst.toReversed()) {
    const place = properties.$current_url ?? properties.$screen_name;
    if (typeof place === "string" && place !== "") return place;
  }
  return null;
}

/** `42 s`, `3 min`, `1 h 5 min`; the times are ISO 8601. */
export function durationText(start: string, end: string): string {
  const seconds = Math.max(0, Math.round((Date.parse(end) - Date.parse(start)) / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  return minutes % 60 === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** Events without those that a page before had: pages shift when new events arrive meanwhile. */
export function withoutRepeats(pages: readonly (readonly EventRow[])[]): readonly EventRow[] {
  return [...new Map(pages.flat().map((event) => [event.uuid, event])).values()];
}
