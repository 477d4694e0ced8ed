/** What Stripe answers when it refuses: `{"error": {type, code, message}}` under a status. */
export class StripeAnswer extends Error {
  readonly status: number;
  readonly body: { readonly error: Readonly<Record<string, unknown>> };

  constructor(status: number, error: Readonly<Record<string, unknown>>) {
    super(String(error.message));
    this.status = status;
    this.body = { error };
  }
}

export const wrong = (message: string, code = "parameter_invalid"): StripeAnswer =>
  new StripeAnswer(400, { type: "invalid_request_error", code, message });

export const missing = (id: string): StripeAnswer =>
  new StripeAnswer(404, {
    type: "invalid_request_error",
    code: "resource_missing",
    message: `No such object: '${id}'`,
  });
