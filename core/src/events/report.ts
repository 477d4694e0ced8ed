import { cut, SAMPLE_LIMIT, SAMPLES_PER_REASON } from "./limits.ts";
import { REJECTIONS, type RejectionReason, WARNINGS, type WarningType } from "./reasons.ts";
import type { IngestionWarning, JsonValue, Lane, Rejection } from "./types.ts";

/** Enough of an event to debug it; '' when it can't even be printed. */
export function sampleOf(value: JsonValue): string {
  try {
    return cut(JSON.stringify(value), SAMPLE_LIMIT).toWellFormed();
  } catch {
    return "";
  }
}

/** Collects what a request's events were refused or warned for: the first ones with a sample, then counts. */
export class Report {
  readonly rejections: Rejection[] = [];
  readonly warnings: IngestionWarning[] = [];
  readonly overLimit: Partial<Record<Lane, number>> = {};
  readonly dropped: Record<string, number> = {};
  readonly #rejected = new Map<
    string,
    { detailed: number; more: { -readonly [K in keyof Rejection]: Rejection[K] } | null }
  >();
  readonly #warned = new Map<WarningType, number>();

  reject(reason: RejectionReason, lane: Lane, event: JsonValue, distinctId = "", uuid = ""): void {
    const group = `${reason}/${lane}`;
    const seen = this.#rejected.get(group) ?? { detailed: 0, more: null };
    this.#rejected.set(group, seen);
    if (seen.detailed < SAMPLES_PER_REASON) {
      seen.detailed++;
      const sample = sampleOf(event);
      this.rejections.push({ reason, lane, count: 1, detail: REJECTIONS[reason], sample, distinctId, uuid });
    } else if (seen.more) seen.more.count++;
    else {
      seen.more = { reason, lane, count: 1, detail: REJECTIONS[reason] };
      this.rejections.push(seen.more);
    }
  }

  /** Refuses an event without keeping anything of it. */
  refuse(reason: RejectionReason, lane: Lane): void {
    const known = this.rejections.findIndex((one) => one.reason === reason && one.lane === lane);
    if (known < 0) this.rejections.push({ reason, lane, count: 1, detail: REJECTIONS[reason] });
    else this.rejections[known] = { ...this.rejections[known]!, count: this.rejections[known]!.count + 1 };
  }

  warn(
    type: WarningType,
    event: JsonValue,
    distinctId = "",
    uuid = "",
    detail: string = WARNINGS[type],
  ): void {
    const seen = this.#warned.get(type) ?? 0;
    this.#warned.set(type, seen + 1);
    if (seen < SAMPLES_PER_REASON)
      this.warnings.push({ type, detail, sample: sampleOf(event), distinctId, uuid });
  }

  /** Leaves an event out by a rule; counted in its cell of the meter. */
  drop(cell: string): void {
    this.dropped[cell] = (this.dropped[cell] ?? 0) + 1;
  }

  limit(lane: Lane): void {
    this.overLimit[lane] = (this.overLimit[lane] ?? 0) + 1;
  }
}
