import { isComplete } from "../filters/filter.ts";
import { type FlagDraft, totalWeight } from "./draft.ts";

/** Text by field; paths as the API names them, with dots: `filters.groups.0.properties.1`. */
export type FieldErrors = Readonly<Record<string, string>>;

const KEY = /^[A-Za-z0-9_-]+$/;

/** What the API would refuse, found before asking it. */
export function validateDraft(draft: FlagDraft): FieldErrors {
  const errors: Record<string, string> = {};
  const key = draft.key.trim();
  if (key === "") errors.key = "A flag needs a key; code asks for it.";
  else if (!KEY.test(key)) errors.key = 'Use letters, digits, "-" and "_".';
  else if (key.length > 400) errors.key = "At most 400 characters.";
  if (draft.multivariate) checkVariants(draft, errors);
  const payloadKeys = draft.multivariate ? draft.variants.map((variant) => variant.key) : ["true"];
  for (const name of payloadKeys) {
    const problem = jsonProblem(draft.payloads[name] ?? "");
    if (problem) errors[`filters.payloads.${name}`] = problem;
  }
  const schemaProblem = jsonProblem(draft.schema);
  if (schemaProblem) errors["filters.payload_schema"] = schemaProblem;
  draft.conditions.forEach((condition, index) => {
    const at = `filters.groups.${index}`;
    condition.properties.forEach((filter, position) => {
      if (!isComplete(filter))
        errors[`${at}.properties.${position}`] = "Choose a value, or remove this filter.";
    });
    if (!(condition.rollout >= 0 && condition.rollout <= 100)) {
      errors[`${at}.rollout_percentage`] = "Between 0 and 100.";
    }
  });
  return errors;
}

function checkVariants({ variants }: FlagDraft, errors: Record<string, string>): void {
  const seen = new Set<string>();
  variants.forEach(({ key, rollout }, index) => {
    const at = `filters.multivariate.variants.${index}`;
    if (key.trim() === "") errors[`${at}.key`] = "A variant needs a key.";
    else if (!KEY.test(key)) errors[`${at}.key`] = 'Use letters, digits, "-" and "_".';
    else if (seen.has(key)) errors[`${at}.key`] = `"${key}" is used twice.`;
    if (!(rollout >= 0 && rollout <= 100)) errors[`${at}.rollout_percentage`] = "Between 0 and 100.";
    seen.add(key);
  });
  const total = totalWeight(variants);
  if (Math.abs(total - 100) > 0.001) {
    errors["filters.multivariate.variants"] = `The weights add up to ${total} %, not 100 %.`;
  }
}

/** Why a text is no JSON; null when it is, or is empty. */
export function jsonProblem(text: string): string | null {
  if (text.trim() === "") return null;
  try {
    JSON.parse(text);
    return null;
  } catch (error) {
    return error instanceof Error ? `Not valid JSON: ${error.message}` : "Not valid JSON.";
  }
}

/** `filters__groups__0__properties__1__value` → `filters.groups.0.properties.1.value`. */
export function attrToPath(attr: string): string {
  return attr.replaceAll("__", ".");
}

/** The text for a field or anything inside it. */
export function errorWithin(errors: FieldErrors, path: string): string | undefined {
  const key = Object.keys(errors).find((name) => name === path || name.startsWith(`${path}.`));
  return key === undefined ? undefined : errors[key];
}

/** Fields of which the editor shows an error beside the control. */
const SHOWN =
  /^(key|name|tags|filters\.(payloads\..+|payload_schema|multivariate\.variants.*|groups\.\d+.*))$/;

export function isShownField(path: string): boolean {
  return SHOWN.test(path);
}
