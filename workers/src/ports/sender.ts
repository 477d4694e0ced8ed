import type { NotificationContent } from "@edgewise/db/mysql/schema/notifications.ts";

/** One message of the outbox on its way. */
export interface Outgoing {
  /** Same for every attempt: receivers that know it take the message once. */
  readonly key: string;
  /** Address or URL. */
  readonly target: string;
  readonly subject: string;
  readonly content: NotificationContent;
}

/** `uncertain`: it may have arrived. `retry`: another attempt may succeed. */
export type Sent =
  | { readonly ok: true }
  | { readonly ok: false; readonly error: string; readonly retry: boolean; readonly uncertain?: boolean };

/** A way out: mail, or a web hook. Never throws. */
export interface Sender {
  /** Whether the receiver recognises a second message with the same key. */
  recognisesRepeats(target: string): boolean;
  send(message: Outgoing): Promise<Sent>;
}
