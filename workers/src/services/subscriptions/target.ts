import { refuseUrl } from "@edgewise/core/notifications/public-address.ts";
import type { SubscriptionRow } from "@edgewise/db/mysql/repos/subscriptions.ts";
import * as z from "zod";
import { invalid } from "../../http/errors.ts";

const MOST_ADDRESSES = 20;
const address = z.email().max(254);

/** The addresses of a mail subscription. */
export const addressesOf = (targetValue: string): string[] =>
  targetValue
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");

/** A receiver in the form it is stored. Throws with `attr` for what can't receive. */
export function checkTarget(
  type: SubscriptionRow["targetType"],
  value: string,
  allowed: readonly string[],
): string {
  if (type !== "email") {
    const refused = refuseUrl(value, allowed);
    if (refused !== null) throw invalid("target_value", `Use the URL of an incoming web hook. ${refused}`);
    return value;
  }
  const addresses = [...new Set(addressesOf(value).map((part) => part.toLowerCase()))];
  const wrong = addresses.find((part) => !address.safeParse(part).success);
  if (wrong !== undefined) throw invalid("target_value", `"${wrong}" is not an e-mail address.`);
  if (addresses.length === 0 || addresses.length > MOST_ADDRESSES)
    throw invalid("target_value", `Name between one and ${MOST_ADDRESSES} addresses, separated by commas.`);
  return addresses.join(",");
}

/** How a receiver is shown: a web hook's URL alone lets anyone post, so only its host is. */
export function shownTarget(type: string, value: string): string {
  return type === "email" ? value : (URL.parse(value)?.host ?? "");
}
