import { type FlagResult, flagValue } from "./result.ts";

/** What every flags answer carries beside the flags. */
export interface AnswerFrame {
  readonly requestId: string;
  /** ms since the epoch. */
  readonly evaluatedAt: number;
  /** Something could not be read or decided: SDKs keep the values they have for flags marked `failed`. */
  readonly hasErrors: boolean;
  readonly quotaLimited: boolean;
  readonly minimalFlagCalledEvents: boolean;
  /** JSON text of an object whose keys are merged at top level; undefined = none. */
  readonly config?: string;
}

/** Answer formats: `/flags?v=1…3` and `/decide?v=1…4`. */
export const FORMATS = {
  "flags-1": legacyMap,
  "flags-2": details,
  "flags-3": rules,
  "decide-1": (results: readonly FlagResult[]) =>
    field(
      "featureFlags",
      enabledOf(results).map(({ key }) => key),
    ),
  "decide-2": (results: readonly FlagResult[]) => field("featureFlags", values(enabledOf(results))),
  "decide-3": legacyMap,
  "decide-4": details,
} as const satisfies Record<string, (results: readonly FlagResult[]) => string>;

export type AnswerFormat = keyof typeof FORMATS;

/** The whole body as JSON text. Entries of single flags are serialised once per outcome. */
export function answerBody(format: AnswerFormat, results: readonly FlagResult[], frame: AnswerFrame): string {
  const parts = [
    FORMATS[format](frame.quotaLimited ? [] : results),
    `"errorsWhileComputingFlags":${frame.hasErrors}`,
    `"requestId":${JSON.stringify(frame.requestId)}`,
    `"evaluatedAt":${frame.evaluatedAt}`,
  ];
  if (frame.quotaLimited) parts.push('"quotaLimited":["feature_flags"]');
  if (frame.minimalFlagCalledEvents) parts.push('"minimalFlagCalledEvents":true');
  if (frame.config !== undefined && frame.config.length > 2) parts.push(frame.config.slice(1, -1));
  return `{${parts.join(",")}}`;
}

function field(name: string, value: unknown): string {
  return `${JSON.stringify(name)}:${JSON.stringify(value)}`;
}

function enabledOf(results: readonly FlagResult[]): readonly FlagResult[] {
  return results.filter(({ enabled }) => enabled);
}

function values(results: readonly FlagResult[]): Record<string, string | boolean> {
  return Object.fromEntries(results.map((result) => [result.key, flagValue(result)]));
}

function legacyMap(results: readonly FlagResult[]): string {
  const payloads = results.flatMap(({ key, payload }) => (payload === null ? [] : [[key, payload]]));
  return `${field("featureFlags", values(results))},${field("featureFlagPayloads", Object.fromEntries(payloads))}`;
}

function details(results: readonly FlagResult[]): string {
  const entries: string[] = new Array(results.length);
  for (let i = 0; i < results.length; i++) {
    const result = results[i]!;
    result.entry ??= `${JSON.stringify(result.key)}:${JSON.stringify(detail(result))}`;
    entries[i] = result.entry;
  }
  // One join: text that was concatenated piece by piece costs 10 µs more to send.
  return `"flags":{${entries.join(",")}}`;
}

function detail(result: FlagResult): object {
  const { key, enabled, variant, failed, reason } = result;
  return { key, enabled, variant, ...(failed ? { failed } : {}), reason, metadata: metadata(result) };
}

function metadata({ id, version, payload, hasExperiment }: FlagResult): object {
  return { id, version, description: null, payload, has_experiment: hasExperiment };
}

function rules(results: readonly FlagResult[]): string {
  const entry = (result: FlagResult) => [
    result.key,
    {
      key: result.key,
      value: flagValue(result),
      ...(result.failed ? { failed: true } : {}),
      reason: result.reason,
      metadata: { ...metadata(result), config_version: 1, variant_key: result.variant },
    },
  ];
  return field("flags", Object.fromEntries(results.map(entry)));
}
