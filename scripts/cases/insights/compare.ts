/** `got` cut to the fields that `expected` has, so that only what a case states is compared. */
export function project(got: unknown, expected: unknown): unknown {
  if (Array.isArray(got)) {
    if (!Array.isArray(expected)) return got;
    return got.map((value, index) => project(value, expected[index] ?? expected[0]));
  }
  if (!isRecord(got) || !isRecord(expected)) return got;
  return Object.fromEntries(Object.keys(expected).map((key) => [key, project(got[key], expected[key])]));
}

/** Equal, numbers up to rounding; lists named `persons` in any order. */
export function matches(got: unknown, expected: unknown): boolean {
  if (typeof got === "number" && typeof expected === "number") {
    return Math.abs(got - expected) <= 1e-9 * Math.max(1, Math.abs(got), Math.abs(expected));
  }
  if (Array.isArray(got) && Array.isArray(expected)) {
    return got.length === expected.length && got.every((value, index) => matches(value, expected[index]));
  }
  if (isRecord(got) && isRecord(expected)) {
    return Object.keys(expected).every((key) =>
      key === "persons" ? matches(sorted(got[key]), sorted(expected[key])) : matches(got[key], expected[key]),
    );
  }
  return got === expected;
}

const sorted = (value: unknown): unknown => (Array.isArray(value) ? [...value].sort() : value);

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
