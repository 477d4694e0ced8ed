/** A refusal of the API, as it words it: `{type, code, detail, attr}`. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  /** Faulty field, nested parts joined with `__`; null when the error is about no field. */
  readonly attr: string | null;
  readonly retryAfterSeconds: number | null;
  readonly extra: unknown;

  constructor(
    status: number,
    body: { code: string; detail: string; attr: string | null; extra?: unknown },
    retryAfterSeconds: number | null = null,
  ) {
    super(body.detail);
    this.name = "ApiError";
    this.status = status;
    this.code = body.code;
    this.attr = body.attr;
    this.extra = body.extra;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** The API could not be reached at all. */
export class UnreachableError extends Error {
  constructor() {
    super("The API did not answer. Is Edgewise running, and are you online?");
    this.name = "UnreachableError";
  }
}

/** Reads an error body of the API or of its auth routes (`{code, message}`). */
export function parseErrorBody(status: number, body: unknown, retryAfter: string | null): ApiError {
  const fields = typeof body === "object" && body !== null ? (body as Record<string, unknown>) : {};
  const text = (value: unknown) => (typeof value === "string" && value !== "" ? value : null);
  const seconds = retryAfter === null ? Number.NaN : Number(retryAfter);
  return new ApiError(
    status,
    {
      code: text(fields.code) ?? "error",
      detail: text(fields.detail) ?? text(fields.message) ?? `The server answered with status ${status}.`,
      attr: text(fields.attr),
      extra: fields.extra,
    },
    Number.isFinite(seconds) ? seconds : null,
  );
}

const HEADLINES: Readonly<Record<number, string>> = {
  401: "You are signed out.",
  402: "Your plan's limit is reached.",
  403: "You may not do this.",
  404: "Not found.",
  409: "Someone else changed this meanwhile.",
  413: "That was too large.",
  429: "Too many requests.",
  503: "Part of the system is not available.",
  504: "That took too long.",
};

/** Headline and detail of any error, in words for people. */
export function explainError(error: unknown): { readonly headline: string; readonly detail: string } {
  if (error instanceof UnreachableError) {
    return { headline: "No connection to the API.", detail: error.message };
  }
  if (error instanceof ApiError) {
    const fallback = error.status >= 500 ? "The server failed." : "That did not work.";
    const wait = error.retryAfterSeconds ? ` Try again in ${error.retryAfterSeconds} s.` : "";
    return { headline: HEADLINES[error.status] ?? fallback, detail: `${error.message}${wait}` };
  }
  return {
    headline: "Something went wrong.",
    detail: error instanceof Error ? error.message : String(error),
  };
}
