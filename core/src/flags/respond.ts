import { utf8 } from "./hash/utf8.ts";
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
  /** JSON text (UTF-8) of an object whose keys are merged at top level; undefined = none. */
  readonly config?: Uint8Array;
}

type Format = (results: readonly FlagResult[]) => readonly Uint8Array[];

/** Answer formats: `/flags?v=1…3` and `/decide?v=1…4`. Each gives pieces of JSON text that end in a comma. */
export const FORMATS = {
  "flags-1": legacyMap,
  "flags-2": details,
  "flags-3": rules,
  "decide-1": (results) =>
    field(
      "featureFlags",
      enabledOf(results).map(({ key }) => key),
    ),
  "decide-2": (results) => field("featureFlags", values(enabledOf(results))),
  "decide-3": legacyMap,
  "decide-4": details,
} as const satisfies Record<string, Format>;

export type AnswerFormat = keyof typeof FORMATS;

/**
 * The whole body: JSON text in UTF-8, in a buffer that the next call overwrites (a `Response` copies what it is given).
 * Entries of single flags are encoded once per outcome and copied from then on: joining strings, or a new buffer of
 * this size for each answer, costs more than evaluating twenty flags.
 */
export function answerBody(
  format: AnswerFormat,
  results: readonly FlagResult[],
  frame: AnswerFrame,
): Uint8Array {
  const pieces = FORMATS[format](frame.quotaLimited ? [] : results);
  const tail = frameText(frame);
  const config = frame.config !== undefined && frame.config.length > 2 ? frame.config : EMPTY;
  let length = 1 + tail.length + Math.max(1, config.length);
  for (let i = 0; i < pieces.length; i++) length += pieces[i]!.length;
  const body = scratchOf(length);
  body[0] = OPEN;
  let at = 1;
  for (let i = 0; i < pieces.length; i++) {
    const piece = pieces[i]!;
    body.set(piece, at);
    at += piece.length;
  }
  for (let i = 0; i < tail.length; i++) body[at++] = tail.charCodeAt(i);
  if (config === EMPTY) body[at] = CLOSE;
  else {
    body.set(config, at);
    body[at] = COMMA;
  }
  return body.subarray(0, length);
}

let scratch = new Uint8Array(65_536);

function scratchOf(length: number): Uint8Array {
  if (length <= scratch.length) return scratch;
  const enough = new Uint8Array(2 * length);
  // One huge answer must not hold its memory for good.
  if (length <= MAX_KEPT) scratch = enough;
  return enough;
}

const MAX_KEPT = 1_048_576;

const OPEN = 0x7b;
const CLOSE = 0x7d;
const COMMA = 0x2c;
const EMPTY = new Uint8Array(0);

/** ASCII without the last comma. */
function frameText(frame: AnswerFrame): string {
  let text = `"errorsWhileComputingFlags":${frame.hasErrors},"requestId":"${frame.requestId}","evaluatedAt":${frame.evaluatedAt}`;
  if (frame.quotaLimited) text += ',"quotaLimited":["feature_flags"]';
  if (frame.minimalFlagCalledEvents) text += ',"minimalFlagCalledEvents":true';
  return text;
}

function field(name: string, value: unknown): Uint8Array[] {
  return [utf8(`"${name}":${JSON.stringify(value)},`)];
}

function enabledOf(results: readonly FlagResult[]): readonly FlagResult[] {
  return results.filter(({ enabled }) => enabled);
}

function values(results: readonly FlagResult[]): Record<string, string | boolean> {
  return Object.fromEntries(results.map((result) => [result.key, flagValue(result)]));
}

function legacyMap(results: readonly FlagResult[]): Uint8Array[] {
  const payloads = results.flatMap(({ key, payload }) => (payload === null ? [] : [[key, payload]]));
  return [
    ...field("featureFlags", values(results)),
    ...field("featureFlagPayloads", Object.fromEntries(payloads)),
  ];
}

const FLAGS_OPEN = utf8('"flags":{');
const FLAGS_CLOSE = utf8("},");
const NO_FLAGS = [utf8('"flags":{},')];

function details(results: readonly FlagResult[]): Uint8Array[] {
  if (results.length === 0) return NO_FLAGS;
  const last = results.length - 1;
  const pieces: Uint8Array[] = new Array(results.length + 2);
  pieces[0] = FLAGS_OPEN;
  for (let i = 0; i <= last; i++) {
    const result = results[i]!;
    result.entry ??= utf8(`${JSON.stringify(result.key)}:${JSON.stringify(detail(result))},`);
    pieces[i + 1] = result.entry;
  }
  pieces[last + 1] = pieces[last + 1]!.subarray(0, -1);
  pieces[last + 2] = FLAGS_CLOSE;
  return pieces;
}

function detail(result: FlagResult): object {
  const { key, enabled, variant, failed, reason } = result;
  return { key, enabled, variant, ...(failed ? { failed } : {}), reason, metadata: metadata(result) };
}

function metadata({ id, version, payload, hasExperiment }: FlagResult): object {
  return { id, version, description: null, payload, has_experiment: hasExperiment };
}

function rules(results: readonly FlagResult[]): Uint8Array[] {
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
