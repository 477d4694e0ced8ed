import type { EdgePrivacy } from "@edgewise/core/flags/snapshot.ts";
import type { DoNotTrack } from "@edgewise/core/privacy/do-not-track.ts";
import type { MaskingRule } from "@edgewise/core/privacy/masking.ts";

/** What an environment keeps of people, as its settings show it. */
export interface PrivacySettings {
  readonly anonymize_ips: boolean;
  readonly discard_geo: boolean;
  readonly do_not_track: DoNotTrack;
  readonly masking: readonly MaskingRule[];
  /** Days that events are kept; null = as long as the plan keeps them. */
  readonly event_days: number | null;
}

type Stored = Readonly<Record<string, unknown>>;

const DEFAULTS: PrivacySettings = {
  anonymize_ips: false,
  discard_geo: false,
  do_not_track: "ignore",
  masking: [],
  event_days: null,
};

/** Settings of a stored environment, defaults filled in. */
export function privacyOf(settings: Stored): PrivacySettings {
  const { secret: _, ...own } = (settings.privacy ?? {}) as Partial<PrivacySettings> & { secret?: string };
  return { ...DEFAULTS, ...own, anonymize_ips: settings.anonymize_ips === true };
}

/** What the edge is told; undefined when there is nothing to do. */
export function edgePrivacy(settings: Stored): EdgePrivacy | undefined {
  const { discard_geo: discardGeo, do_not_track: asked, masking } = privacyOf(settings);
  const { secret } = (settings.privacy ?? {}) as { secret?: string };
  if (!discardGeo && asked === "ignore" && masking.length === 0) return undefined;
  return {
    ...(asked === "ignore" ? {} : { doNotTrack: asked }),
    ...(discardGeo ? { discardGeo } : {}),
    ...(masking.length === 0 ? {} : { masking, secret: secret ?? "" }),
  };
}
