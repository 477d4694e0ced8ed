/** Why a property filter can't be used. */
export interface FilterError {
  readonly code: "invalid_filter" | "not_available";
  readonly message: string;
}

export class FilterProblem extends Error {
  readonly error: FilterError;
  constructor(code: FilterError["code"], message: string) {
    super(message);
    this.error = { code, message };
  }
}
