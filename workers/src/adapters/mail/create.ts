import type { MailConfig } from "../../config.ts";
import type { Outgoing, Sender, Sent } from "../../ports/sender.ts";
import { postJson } from "../outbound/post-json.ts";

const SENDERS: Readonly<Record<MailConfig["provider"], (config: MailConfig) => Sender["send"]>> = {
  off: () => async () => ({
    ok: false,
    retry: false,
    error: "No mail provider is configured (MAIL_PROVIDER).",
  }),
  // The outbox itself is the mailbox.
  mailbox: () => async () => ({ ok: true }),
  resend: (config) => (message) => sendByResend(config, message),
};

/** The mail provider of this deployment. All of them take a key once. */
export function createMailer(config: MailConfig): Sender {
  return { recognisesRepeats: () => true, send: SENDERS[config.provider](config) };
}

/** Resend's API: `POST /emails`; it keeps an idempotency key for 24 hours. */
async function sendByResend(
  { key: apiKey, from, url }: MailConfig,
  { key, target, subject, content }: Outgoing,
): Promise<Sent> {
  if (!("html" in content)) return { ok: false, retry: false, error: "A mail needs HTML and text." };
  const { html, text, headers } = content;
  const body = { from, to: [target], subject, html, text, ...(headers ? { headers } : {}) };
  const own = { authorization: `Bearer ${apiKey}`, "idempotency-key": key };
  return await postJson((to, init) => fetch(to, init), `${url}/emails`, own, body);
}
