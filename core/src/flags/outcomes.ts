import type { JsonValue } from "../events/types.ts";
import { describeReason, type FlagResult, type Reason, type ReasonCode } from "./result.ts";
import type { FlagDefinition } from "./types.ts";

/** Every answer a flag can give, each built once. */
export interface Outcomes {
  readonly match: (variant: string | null, reason: Reason) => FlagResult;
  /** Off, for this reason; `description` replaces the usual text. */
  readonly miss: (code: ReasonCode, index: number | null, description?: string) => FlagResult;
  /** Undecided: off and `failed`. */
  readonly undecided: (index: number | null, description?: string) => FlagResult;
  /** Early access: on or off by the person's own choice. */
  readonly enrolled: FlagResult;
  readonly notEnrolled: FlagResult;
}

export function makeOutcomes(flag: FlagDefinition): Outcomes {
  const base = {
    key: flag.key,
    id: flag.id,
    version: flag.version ?? 0,
    hasExperiment: flag.has_experiment ?? false,
  };
  const payloadOf = (name: string): string | null => {
    if (flag.has_encrypted_payloads) return null;
    return encodePayload(flag.filters.payloads?.[name]);
  };
  const off = { ...base, enabled: false, variant: null, payload: null };
  const match: Outcomes["match"] = (variant, reason) => ({
    ...base,
    enabled: true,
    variant,
    reason,
    payload: payloadOf(variant ?? "true"),
    failed: false,
    entry: null,
    served: 0,
  });
  const early = describeReason("super_condition_value", 0);
  const cache = new Map<string, FlagResult>();
  const cached = (
    failed: boolean,
    code: ReasonCode,
    index: number | null,
    description?: string,
  ): FlagResult => {
    const name = `${failed}:${code}:${index}:${description ?? ""}`;
    let result = cache.get(name);
    if (result === undefined) {
      result = { ...off, reason: describeReason(code, index, description), failed, entry: null, served: 0 };
      cache.set(name, result);
    }
    return result;
  };
  return {
    match,
    miss: (code, index, description) => cached(false, code, index, description),
    undecided: (index, description) => cached(true, "no_condition_match", index, description),
    enrolled: match(null, early),
    notEnrolled: { ...off, reason: early, failed: false, entry: null, served: 0 },
  };
}

/** Payloads are JSON text; one that was stored as a value is encoded. */
export function encodePayload(payload: JsonValue | undefined): string | null {
  if (payload === undefined || payload === null || payload === "") return null;
  return typeof payload === "string" ? payload : JSON.stringify(payload);
}
