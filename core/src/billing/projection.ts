import { tTwoSidedQuantile } from "../experiments/special/student-t.ts";

/** What a period will come to, with a central prediction interval. */
export interface Projection {
  readonly expected: number;
  readonly low: number;
  readonly high: number;
  /** Complete days it rests on. */
  readonly days: number;
}

export interface ProjectionInput {
  /** Units so far in this period, today's included. */
  readonly used: number;
  /** Units of today so far. */
  readonly today: number;
  /** Units of complete days, oldest first, the last one being yesterday; days before the period may be among them. */
  readonly history: readonly number[];
  /** Days of the period after today. */
  readonly daysLeft: number;
  /** Part of today that is still to come, 0…1. */
  readonly todayLeft: number;
}

const ALPHA = 0.2;
const WEEK = 7;
/** Days of history that count at most: a month of whole weeks. */
const WINDOW = 28;

/**
 * The mean forecast with its prediction interval (Hyndman and Athanasopoulos, Forecasting: Principles and Practice, 3rd
 * ed., sections 5.2 and 5.5: a day varies by σ, the mean of T days is known to σ/√T), for a sum of `h` days that shares one
 * estimated mean: variance σ²(h + h²/T), quantile of Student's t with T − 1 degrees of freedom, 80 %.
 * With two weeks or more of history, days are first divided by their weekday's share (ratio to the mean; classical
 * multiplicative decomposition, section 3.4), which costs six degrees of freedom.
 * Days are taken as independent: a trend within the month is only followed through `used`. Without two complete days
 * the interval is what is certain: from `used` up to twice the expected growth.
 */
export function project({ used, today, history, daysLeft, todayLeft }: ProjectionInput): Projection {
  const days = history.slice(-WINDOW);
  const count = days.length;
  if (count === 0) {
    const growth = todayLeft < 1 ? (today / (1 - todayLeft)) * (daysLeft + todayLeft) : 0;
    return { expected: Math.round(used + growth), low: used, high: Math.round(used + 2 * growth), days: 0 };
  }
  const shares = weekdayShares(days);
  const share = (ahead: number) => shares[(count + ahead) % WEEK]!;
  const level = days.reduce((sum, units, index) => sum + units / shares[index % WEEK]!, 0) / count;
  // Weights of the days to come: their weekday's share, today only as far as it is left.
  let weights = share(0) * todayLeft;
  let squares = weights ** 2;
  for (let ahead = 1; ahead <= daysLeft; ahead++) {
    weights += share(ahead);
    squares += share(ahead) ** 2;
  }
  const growth = level * weights;
  const seasonal = count >= 2 * WEEK;
  const freedom = count - 1 - (seasonal ? WEEK - 1 : 0);
  if (freedom < 1)
    return {
      expected: Math.round(used + growth),
      low: used,
      high: Math.round(used + 2 * growth),
      days: count,
    };
  const residual = days.reduce((sum, units, i) => sum + (units / shares[i % WEEK]! - level) ** 2, 0);
  const deviation = Math.sqrt(residual / freedom);
  const half = tTwoSidedQuantile(ALPHA, freedom) * deviation * Math.sqrt(squares + weights ** 2 / count);
  return {
    expected: Math.round(used + growth),
    low: Math.max(used, Math.round(used + growth - half)),
    high: Math.round(used + growth + half),
    days: count,
  };
}

/** Share of each weekday, by index modulo 7 from the first day on; all 1 with less than two weeks. */
function weekdayShares(days: readonly number[]): number[] {
  const mean = days.reduce((sum, units) => sum + units, 0) / days.length;
  if (days.length < 2 * WEEK || mean === 0) return Array.from({ length: WEEK }, () => 1);
  return Array.from({ length: WEEK }, (_, weekday) => {
    const own = days.filter((__, index) => index % WEEK === weekday);
    // A weekday without any traffic can't be divided by; it is taken as nearly nothing.
    return Math.max(own.reduce((sum, units) => sum + units, 0) / own.length / mean, 1e-6);
  });
}
