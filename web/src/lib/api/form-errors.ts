import type { FieldValues, Path, UseFormReturn } from "react-hook-form";
import { ApiError, explainError } from "@/lib/api/error";

/**
 * Puts an API error where it belongs in a form: on the field it names (`filters__groups__0` → `filters.groups.0`),
 * or on the form as a whole.
 *
 * @returns the text for the form as a whole, or null when a field has it.
 */
export function placeError<T extends FieldValues>(
  form: UseFormReturn<T>,
  error: unknown,
  fields: readonly Path<T>[],
): string | null {
  if (error instanceof ApiError && error.attr) {
    const path = error.attr.replaceAll("__", ".");
    const field = fields.find((name) => path === name || path.startsWith(`${name}.`));
    if (field) {
      form.setError(field, { type: "server", message: error.message }, { shouldFocus: true });
      return null;
    }
  }
  const { headline, detail } = explainError(error);
  return `${headline} ${detail}`;
}
