import type { Outgoing, Sender, Sent } from "../../ports/sender.ts";
import type { GuardedFetch } from "./guarded-fetch.ts";
import { postJson } from "./post-json.ts";

/** Posts JSON to URLs that users gave: public addresses only, no redirects, 10 s. */
export function createWebhooks(call: GuardedFetch): Sender {
  async function send({ key, target, content }: Outgoing): Promise<Sent> {
    if (!("body" in content)) return { ok: false, retry: false, error: "A web hook needs a JSON body." };
    return await postJson(call, target, { "idempotency-key": key }, content.body);
  }
  return { recognisesRepeats: (target) => !isSlack(target), send };
}

/** Slack shows a repeated message twice. */
const isSlack = (target: string): boolean => URL.parse(target)?.hostname === "hooks.slack.com";
