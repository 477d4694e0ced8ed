import type { ContentfulStatusCode } from "hono/utils/http-status";

/** Every error an API caller can get: code → status and type. Add a row, never a number at a call site. */
export const ERROR_CODES = {
  invalid_input: { status: 400, type: "validation_error" },
  required: { status: 400, type: "validation_error" },
  null: { status: 400, type: "validation_error" },
  blank: { status: 400, type: "validation_error" },
  max_length: { status: 400, type: "validation_error" },
  invalid_choice: { status: 400, type: "validation_error" },
  unique: { status: 400, type: "validation_error" },
  does_not_exist: { status: 400, type: "validation_error" },
  behavioral_cohort_found: { status: 400, type: "validation_error" },
  circular_dependency: { status: 400, type: "validation_error" },
  parse_error: { status: 400, type: "invalid_request" },
  not_authenticated: { status: 401, type: "authentication_error" },
  authentication_failed: { status: 401, type: "authentication_error" },
  invalid_credentials: { status: 401, type: "authentication_error" },
  "2fa_required": { status: 401, type: "authentication_error" },
  "2fa_setup_required": { status: 403, type: "authentication_error" },
  permission_denied: { status: 403, type: "authentication_error" },
  not_found: { status: 404, type: "invalid_request" },
  method_not_allowed: { status: 405, type: "invalid_request" },
  conflict: { status: 409, type: "invalid_request" },
  too_large: { status: 413, type: "invalid_request" },
  throttled: { status: 429, type: "throttled_error" },
  error: { status: 500, type: "server_error" },
  unavailable: { status: 503, type: "server_error" },
  timeout: { status: 504, type: "server_error" },
} as const satisfies Record<string, { status: ContentfulStatusCode; type: string }>;

export type ErrorCode = keyof typeof ERROR_CODES;

/** The body of every error answer. */
export interface ErrorBody {
  readonly type: string;
  readonly code: string;
  readonly detail: string;
  readonly attr: string | null;
  readonly extra?: unknown;
}

export interface ErrorOptions {
  /** Path of the faulty field joined with `__`, list indexes included. */
  readonly attr?: string | null;
  readonly extra?: unknown;
  readonly retryAfterSeconds?: number;
  /** A more exact code for the caller (a ClickHouse error name …) under the status of `code`. */
  readonly publicCode?: string;
}

/** An expected failure: its code decides the status, its message is for the caller. */
export class ApiError extends Error {
  readonly code: ErrorCode;
  readonly options: ErrorOptions;

  constructor(code: ErrorCode, detail: string, options: ErrorOptions = {}) {
    super(detail);
    this.name = "ApiError";
    this.code = code;
    this.options = options;
  }

  get status(): ContentfulStatusCode {
    return ERROR_CODES[this.code].status;
  }

  body(): ErrorBody {
    const { attr = null, extra, publicCode } = this.options;
    const body = {
      type: ERROR_CODES[this.code].type,
      code: publicCode ?? this.code,
      detail: this.message,
      attr,
    };
    return extra === undefined ? body : { ...body, extra };
  }
}

export const notFound = (detail = "Not found.") => new ApiError("not_found", detail);
export const invalid = (attr: string | null, detail: string, code: ErrorCode = "invalid_input") =>
  new ApiError(code, detail, { attr });
