import type { CohortError } from "./definition.ts";

/** Carries a {@link CohortError} out of the reader of a definition; never leaves `parse.ts`. */
export class CohortProblem extends Error {
  readonly error: CohortError;

  constructor(attr: string, message: string, code: CohortError["code"] = "invalid_input") {
    super(message);
    this.error = { attr, message, code };
  }
}

export const required = (attr: string): CohortProblem =>
  new CohortProblem(attr, "This field is required.", "required");
