/**
 * Holm's step-down p-values, in the order given: family-wise error over all of them.
 * Source: Holm 1979; adjusted p is the running maximum of (m - rank) p, at most 1.
 */
export function holm(pValues: readonly number[]): number[] {
  const order = ascending(pValues);
  const adjusted = new Array<number>(pValues.length);
  let highest = 0;
  for (const [rank, index] of order.entries()) {
    highest = Math.max(highest, Math.min(1, (pValues.length - rank) * pValues[index]!));
    adjusted[index] = highest;
  }
  return adjusted;
}

/**
 * Benjamini-Hochberg p-values, in the order given: false discovery rate.
 * Source: Benjamini and Hochberg 1995; running minimum from the largest of p m / rank.
 */
export function benjaminiHochberg(pValues: readonly number[]): number[] {
  const order = ascending(pValues);
  const adjusted = new Array<number>(pValues.length);
  let lowest = 1;
  for (let rank = order.length; rank >= 1; rank--) {
    const index = order[rank - 1]!;
    lowest = Math.min(lowest, (pValues[index]! * pValues.length) / rank);
    adjusted[index] = lowest;
  }
  return adjusted;
}

/**
 * Adjusts a family in which some comparisons have no p-value yet: those count as 1, so that the family
 * does not grow while people look, and stay null.
 */
export function adjustFamily(
  pValues: readonly (number | null)[],
  method: (pValues: readonly number[]) => number[],
): (number | null)[] {
  const adjusted = method(pValues.map((p) => p ?? 1));
  return pValues.map((p, i) => (p === null ? null : adjusted[i]!));
}

function ascending(pValues: readonly number[]): number[] {
  return pValues.map((_, index) => index).sort((a, b) => pValues[a]! - pValues[b]!);
}
