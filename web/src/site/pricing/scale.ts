const MAX = 1_000_000_000;
const STEPS = 100;
/** Where the slider leaves 0: a hundred units. */
const FIRST = 2;

/** Units at a place of the slider, 0 to 100: powers of ten, to two digits. */
export function unitsAt(position: number): number {
  if (position <= 0) return 0;
  const exponent = FIRST + ((Math.log10(MAX) - FIRST) * position) / STEPS;
  const digits = 10 ** (Math.floor(exponent) - 1);
  return Math.min(MAX, Math.round(10 ** exponent / digits) * digits);
}

/** The place of the slider nearest to a number of units. */
export function positionOf(units: number): number {
  if (units <= 0) return 0;
  const share = (Math.log10(units) - FIRST) / (Math.log10(MAX) - FIRST);
  return Math.min(STEPS, Math.max(1, Math.round(share * STEPS)));
}

/** Units as somebody types them: whatever is no digit is left out. */
export function unitsOf(text: string): number {
  return Math.min(MAX, Number(text.replaceAll(/\D/g, "").slice(0, 12)) || 0);
}
