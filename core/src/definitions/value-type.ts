export type ValueType = "Numeric" | "Boolean" | "DateTime" | "String";

/** How the values of a property looked, by count. */
export interface Looks {
  readonly count: number;
  readonly numbers: number;
  readonly booleans: number;
  readonly dates: number;
}

/** A type that all values have; text otherwise. */
export function valueType({ count, numbers, booleans, dates }: Looks): ValueType {
  if (numbers === count) return "Numeric";
  if (booleans === count) return "Boolean";
  return dates === count ? "DateTime" : "String";
}
