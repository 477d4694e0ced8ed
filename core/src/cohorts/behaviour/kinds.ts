/** What each behavioural condition needs besides its event (API.md 4.8). */
export interface KindParts {
  /** A trailing window, or explicit dates instead. */
  readonly window: true;
  readonly count?: true;
  readonly next?: true;
  readonly within?: true;
  readonly periods?: true;
  /** Explicit dates can't stand in for the window. */
  readonly trailingOnly?: true;
}

export const BEHAVIOUR_KINDS = {
  performed_event: { window: true },
  performed_event_multiple: { window: true, count: true },
  performed_event_first_time: { window: true },
  performed_event_sequence: { window: true, next: true, within: true },
  performed_event_regularly: { window: true, count: true, periods: true, trailingOnly: true },
  stopped_performing_event: { window: true, within: true },
  restarted_performing_event: { window: true, within: true },
} as const satisfies Readonly<Record<string, KindParts>>;

export type BehaviourKind = keyof typeof BEHAVIOUR_KINDS;

export const partsOf = (kind: BehaviourKind): KindParts => BEHAVIOUR_KINDS[kind];
