/** Units of one hour by who sent them. */
export interface Sender {
  readonly event: string;
  readonly sdk: string;
  readonly sdkVersion: string;
  readonly release: string;
}

export interface SenderUnits extends Sender {
  readonly now: number;
  /** Mean of the same hour on the days before. */
  readonly before: number;
}

export interface Spike {
  readonly units: number;
  /** Median of the same hour on the days before. */
  readonly usual: number;
}

/** Days of which something must be known. */
const MIN_DAYS = 3;
/** Below this growth an hour costs next to nothing. */
const MIN_GROWTH = 5_000;
const FACTOR = 2;
const DEVIATIONS = 6;
/** Makes the median absolute deviation of normal noise its standard deviation (Leys et al. 2013, J. Exp. Soc. Psychol. 49:764). */
const CONSISTENT = 1.4826;

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/**
 * Whether an hour stands out from the same hour of the days before (`before`, newest first or last): more than twice the
 * median, by more than six robust standard deviations, and by enough units to matter. Null = no.
 */
export function spikeOf(units: number, before: readonly number[]): Spike | null {
  if (before.length < MIN_DAYS) return null;
  const usual = median(before);
  const deviation = CONSISTENT * median(before.map((value) => Math.abs(value - usual)));
  const growth = units - usual;
  const stands = growth >= MIN_GROWTH && units > FACTOR * usual && growth > DEVIATIONS * deviation;
  return stands ? { units, usual } : null;
}

/** Who grew most, at most `count`, each with at least a tenth of the whole growth. */
export function culprits(senders: readonly SenderUnits[], { units, usual }: Spike, count = 3): SenderUnits[] {
  const growth = (sender: SenderUnits) => sender.now - sender.before;
  return senders
    .filter((sender) => growth(sender) * 10 >= units - usual)
    .toSorted((a, b) => growth(b) - growth(a))
    .slice(0, count);
}
