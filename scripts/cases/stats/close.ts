export interface Tolerance {
  readonly abs: number;
  readonly rel: number;
}

/** |got - expected| <= abs + rel |expected| for every number; everything else must be equal. */
export function isClose(got: unknown, expected: unknown, tolerance: Tolerance): boolean {
  if (typeof got === "number" && typeof expected === "number") {
    return Math.abs(got - expected) <= tolerance.abs + tolerance.rel * Math.abs(expected);
  }
  if (Array.isArray(got) && Array.isArray(expected)) {
    return got.length === expected.length && expected.every((value, i) => isClose(got[i], value, tolerance));
  }
  if (isRecord(got) && isRecord(expected)) {
    return Object.keys(expected).every((key) => isClose(got[key], expected[key], tolerance));
  }
  return got === expected;
}

/** The part of `value` that has a place in `shape`; what is missing is undefined, and so never equal. */
export function project(value: unknown, shape: unknown): unknown {
  if (!isRecord(value) || !isRecord(shape)) return value;
  return Object.fromEntries(Object.keys(shape).map((key) => [key, project(value[key], shape[key])]));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
