/** What an operator compares with: nothing, one text, several values, one number, two numbers or a date. */
export type Operand = "none" | "text" | "many" | "number" | "range" | "date";

export interface OperatorInfo {
  readonly id: string;
  readonly label: string;
  /** As said in a sentence: "plan is one of team, scale". */
  readonly phrase: string;
  readonly operand: Operand;
}

/** Operators of property filters, in the order in which they are offered. */
export const OPERATORS: readonly OperatorInfo[] = [
  { id: "exact", label: "= equals", phrase: "is", operand: "many" },
  { id: "is_not", label: "≠ does not equal", phrase: "is not", operand: "many" },
  { id: "icontains", label: "contains", phrase: "contains", operand: "text" },
  { id: "not_icontains", label: "does not contain", phrase: "does not contain", operand: "text" },
  { id: "starts_with", label: "starts with", phrase: "starts with", operand: "text" },
  { id: "not_starts_with", label: "does not start with", phrase: "does not start with", operand: "text" },
  { id: "ends_with", label: "ends with", phrase: "ends with", operand: "text" },
  { id: "not_ends_with", label: "does not end with", phrase: "does not end with", operand: "text" },
  { id: "regex", label: "matches regex", phrase: "matches", operand: "text" },
  { id: "not_regex", label: "does not match regex", phrase: "does not match", operand: "text" },
  { id: "gt", label: "> greater than", phrase: ">", operand: "number" },
  { id: "gte", label: "≥ at least", phrase: "≥", operand: "number" },
  { id: "lt", label: "< less than", phrase: "<", operand: "number" },
  { id: "lte", label: "≤ at most", phrase: "≤", operand: "number" },
  { id: "between", label: "between", phrase: "is between", operand: "range" },
  { id: "not_between", label: "not between", phrase: "is not between", operand: "range" },
  { id: "is_set", label: "is set", phrase: "is set", operand: "none" },
  { id: "is_not_set", label: "is not set", phrase: "is not set", operand: "none" },
  { id: "is_date_exact", label: "is on date", phrase: "is on", operand: "date" },
  { id: "is_date_before", label: "is before date", phrase: "is before", operand: "date" },
  { id: "is_date_after", label: "is after date", phrase: "is after", operand: "date" },
  { id: "semver_eq", label: "= version", phrase: "is version", operand: "text" },
  { id: "semver_neq", label: "≠ version", phrase: "is not version", operand: "text" },
  { id: "semver_gt", label: "> version", phrase: "is newer than", operand: "text" },
  { id: "semver_gte", label: "≥ version", phrase: "is at least version", operand: "text" },
  { id: "semver_lt", label: "< version", phrase: "is older than", operand: "text" },
  { id: "semver_lte", label: "≤ version", phrase: "is at most version", operand: "text" },
  { id: "semver_tilde", label: "~ version", phrase: "matches version ~", operand: "text" },
  { id: "semver_caret", label: "^ version", phrase: "matches version ^", operand: "text" },
  { id: "semver_wildcard", label: "version like 1.2.*", phrase: "matches version", operand: "text" },
];

const BY_ID = new Map(OPERATORS.map((operator) => [operator.id, operator]));

/** Unknown operators (written through the API) are shown by their id and edited as text. */
export function operatorInfo(id: string | null | undefined): OperatorInfo {
  const key = id ?? "exact";
  return BY_ID.get(key) ?? { id: key, label: key, phrase: key.replaceAll("_", " "), operand: "text" };
}
