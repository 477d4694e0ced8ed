import { refuseUrl } from "@edgewise/core/notifications/public-address.ts";
import type { Outgoing, Sender, Sent } from "../../ports/sender.ts";
import { postJson } from "./post-json.ts";
import { refuseName } from "./resolve.ts";

export interface WebhookOptions {
  /** A fetcher that connects to public addresses only; without it names are resolved and looked at first. */
  readonly outbound?: Pick<Fetcher, "fetch"> | undefined;
  /** Private `host:port`s that may be called all the same. */
  readonly allowed: readonly string[];
  readonly resolve?: (name: string) => Promise<string | null>;
}

/** Posts JSON to URLs that users gave: public addresses only, no redirects, 10 s. */
export function createWebhooks({ outbound, allowed, resolve = refuseName }: WebhookOptions): Sender {
  async function send({ key, target, content }: Outgoing): Promise<Sent> {
    const refused = refuseUrl(target, allowed);
    if (refused !== null) return { ok: false, retry: false, error: refused };
    if (!("body" in content)) return { ok: false, retry: false, error: "A web hook needs a JSON body." };
    const { host, hostname } = new URL(target);
    const isOwn = allowed.includes(host);
    if (!isOwn && !outbound) {
      try {
        const wrong = await resolve(hostname);
        if (wrong !== null) return { ok: false, retry: false, error: wrong };
      } catch (error) {
        return { ok: false, retry: true, error: `The name could not be resolved: ${String(error)}` };
      }
    }
    const call = isOwn || !outbound ? fetch : outbound.fetch.bind(outbound);
    return await postJson((url, init) => call(url, init), target, { "idempotency-key": key }, content.body);
  }
  return { recognisesRepeats: (target) => !isSlack(target), send };
}

/** Slack shows a repeated message twice. */
const isSlack = (target: string): boolean => URL.parse(target)?.hostname === "hooks.slack.com";
