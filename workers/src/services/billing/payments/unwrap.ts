import type { Deps } from "../../../deps.ts";
import { ApiError } from "../../../http/errors.ts";
import type { PaymentResult, Payments } from "../../../ports/payments.ts";

/** The provider of this deployment. @throws ApiError 404 where it takes no payments */
export function paymentsOf({ payments }: Pick<Deps, "payments">): Payments {
  if (payments) return payments;
  throw new ApiError("not_found", "This deployment takes no payments: everything it has can be used freely.");
}

/** The value of a call. @throws ApiError when the provider refused it, or can't be reached */
export function unwrap<T>(result: PaymentResult<T>): T {
  if (result.ok) return result.value;
  const { code, message } = result.error;
  if (code === "rejected")
    throw new ApiError("invalid_input", `The payment provider refused this: ${message}`);
  throw new ApiError("unavailable", "The payment provider does not answer. Try again in a minute.", {
    retryAfterSeconds: 60,
  });
}
