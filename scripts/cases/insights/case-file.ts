import type { JsonObject, JsonValue } from "@edgewise/core/events/types.ts";

/** One file of kind `insights`: events to load, a query in the file's own words, what it must answer. */
export interface InsightCase {
  readonly id: string;
  readonly persons: Readonly<Record<string, readonly string[]>>;
  readonly events: readonly CaseEvent[];
  readonly query: CaseQuery;
  readonly expected: JsonObject;
}

export interface CaseEvent {
  readonly event: string;
  readonly distinct_id: string;
  readonly timestamp: string;
  readonly properties?: JsonObject;
}

export interface CaseSeries {
  readonly event?: string | null;
  readonly math?: string;
  readonly math_property?: string;
  readonly filters?: readonly CaseFilter[];
}

export interface CaseFilter {
  readonly key: string;
  readonly op?: string;
  readonly value?: JsonValue;
  readonly type?: string;
}

export interface CaseQuery {
  readonly kind: string;
  readonly timezone?: string;
  readonly week_start?: 0 | 1;
  readonly date_from?: string;
  readonly date_to?: string;
  readonly interval?: string;
  readonly series?: readonly CaseSeries[];
  readonly filters?: readonly CaseFilter[];
  readonly formula?: string;
  readonly compare?: string | boolean;
  readonly cumulative?: boolean;
  readonly display?: string;
  readonly smoothing?: number;
  readonly breakdown?: {
    readonly property: string | readonly string[];
    readonly type?: string;
    readonly limit?: number;
    readonly attribution?: string;
    readonly step?: number;
  };
  readonly group_by_property?: string;
  readonly steps?: readonly CaseSeries[];
  readonly order?: string;
  readonly window?: { readonly value: number; readonly unit: string };
  readonly exclusions?: readonly { event: string | null; from_step: number; to_step: number }[];
  readonly total_intervals?: number;
  readonly target?: CaseSeries;
  readonly returning?: CaseSeries;
  readonly retention_type?: string;
  readonly minimum_occurrences?: number;
  readonly include?: readonly string[];
  readonly step_limit?: number;
  readonly start_point?: string;
  readonly end_point?: string;
}

/** Reads a parsed file; throws naming the file when it is none of this kind. */
export function insightCase(file: unknown, fileName: string): InsightCase {
  const value = file as Partial<InsightCase> | null;
  if (!value?.id || !Array.isArray(value.events) || !value.query?.kind || !value.expected) {
    throw new Error(`${fileName} lacks "id", "events", "query" or "expected": is it an insight case?`);
  }
  return { ...(value as InsightCase), persons: value.persons ?? {} };
}
