/** HTTP status of an engine error number, as ClickHouse's HTTP handler maps them; 500 for all others. */
const STATUS: Readonly<Record<number, readonly number[]>> = {
  400: [6, 7, 16, 25, 26, 27, 32, 33, 36, 38, 41, 43, 44, 53, 62, 69, 72, 117, 167, 168, 321, 455, 456, 457],
  401: [194],
  403: [192, 193, 291, 497, 516],
  404: [46, 47, 50, 56, 60, 73, 81, 115, 336],
  408: [159],
  411: [381],
  413: [261],
  501: [48],
  503: [202, 209, 439],
};

const BY_CODE = new Map(
  Object.entries(STATUS).flatMap(([status, codes]) => codes.map((code) => [code, Number(status)] as const)),
);

/** HTTP status for ClickHouse's exception `code`. */
export function statusOf(code: number): number {
  return BY_CODE.get(code) ?? 500;
}
