import { ApiError } from "../../http/errors.ts";
import type { WarehouseError } from "../../ports/warehouse.ts";

/** ClickHouse errors that the query's author can mend: number → public code. */
const EXPOSED: Readonly<Record<number, string>> = {
  6: "cannot_parse_text",
  9: "size_of_collections_does_not_match",
  32: "attempt_to_read_after_eof",
  36: "bad_arguments",
  38: "cannot_parse_date",
  41: "cannot_parse_datetime",
  42: "number_of_arguments_doesnt_match",
  43: "illegal_type_of_argument",
  44: "illegal_column",
  46: "unknown_function",
  47: "unknown_identifier",
  53: "type_mismatch",
  62: "syntax_error",
  69: "argument_out_of_bound",
  70: "cannot_convert_type",
  72: "cannot_parse_number",
  73: "unknown_format",
  117: "incorrect_data",
  128: "too_large_array_size",
  130: "cannot_parse_array",
  131: "too_large_string_size",
  153: "illegal_division",
  158: "too_many_rows",
  179: "multiple_expressions_for_alias",
  184: "illegal_aggregation",
  190: "sizes_of_arrays_dont_match",
  215: "not_an_aggregate",
  306: "too_deep_recursion",
  321: "value_is_out_of_range_of_data_type",
  349: "cannot_insert_null_in_ordinary_column",
  386: "no_common_type",
  396: "too_many_rows_or_bytes",
  407: "decimal_overflow",
  427: "cannot_compile_regexp",
  435: "cannot_parse_decimal",
};

/** What the engine's failure means for the caller, with advice. */
export function engineError(error: WarehouseError, maxSeconds: number): ApiError {
  switch (error.code) {
    case "timeout":
      return new ApiError(
        "timeout",
        `The query ran longer than ${maxSeconds} seconds. Try a shorter date range, fewer breakdowns or a longer interval.`,
      );
    case "memory":
      return new ApiError(
        "timeout",
        "The query needed more memory than one query may use. Try a shorter date range, or group by fewer distinct values.",
        { publicCode: "memory_limit_exceeded" },
      );
    case "cancelled":
      return new ApiError("conflict", "The query was cancelled.", { publicCode: "query_cancelled" });
    case "unavailable":
      return new ApiError("unavailable", "The event store can't be reached right now: try again shortly.", {
        retryAfterSeconds: 2,
      });
    case "rejected": {
      const code = error.engineCode === undefined ? undefined : EXPOSED[error.engineCode];
      if (!code) return new ApiError("error", "ClickHouse error while executing query.");
      return new ApiError("invalid_input", readable(error.message), { publicCode: code });
    }
  }
}

/** The engine's sentence without its prefix, version, stack and the SQL around it. */
export function readable(message: string): string {
  const [first = ""] = message.split("\n");
  if (/recursive CTE evaluation depth/.test(first))
    return "WITH RECURSIVE found no end in 1,000 rounds: give its second SELECT a condition that stops it.";
  return first
    .replace(/^(?:Code: \d+\.\s*)?(?:DB::Exception:\s*)?/, "")
    .replace(/\s*(?::? In scope |: While (?:processing|executing)|, while executing|\(version ).*$/s, "")
    .replace(/\s*\([A-Z_]+\)\s*$/, "")
    .trim()
    .slice(0, 500);
}
