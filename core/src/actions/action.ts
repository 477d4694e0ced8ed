import type { JsonValue } from "../events/types.ts";

/** How a step's text, link or URL is compared. */
export const STRING_MATCHINGS = ["exact", "contains", "regex"] as const;
export type StringMatching = (typeof STRING_MATCHINGS)[number];

/** One way to do an action; absent or empty parts ask nothing (API.md 3.3). */
export interface ActionStep {
  /** Name of the event; null = any. */
  readonly event?: string | null;
  /** Property filters in wire form, all of which must hold. */
  readonly properties?: readonly JsonValue[] | null;
  /** CSS selector of the clicked element or one around it; like the next three only for `$autocapture`. */
  readonly selector?: string | null;
  readonly tag_name?: string | null;
  readonly text?: string | null;
  readonly text_matching?: StringMatching | null;
  readonly href?: string | null;
  readonly href_matching?: StringMatching | null;
  readonly url?: string | null;
  readonly url_matching?: StringMatching | null;
}

/** A named combination of events: done when any of its steps fits. */
export interface ActionDefinition {
  readonly id: number;
  readonly name: string;
  readonly steps: readonly ActionStep[];
}
