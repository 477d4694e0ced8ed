/** A piece of a mail. Texts are plain: the renderers escape them, so nobody writes HTML. */
export type Block =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "heading"; readonly text: string; readonly url?: string }
  | { readonly kind: "button"; readonly label: string; readonly url: string }
  /** Columns after the first are numbers, set to the right. */
  | { readonly kind: "table"; readonly columns: readonly string[]; readonly rows: readonly TableRow[] }
  | { readonly kind: "code"; readonly text: string }
  | { readonly kind: "small"; readonly text: string; readonly link?: Link };

interface Link {
  readonly label: string;
  readonly url: string;
}

export interface TableRow {
  readonly cells: readonly string[];
  /** Length of the row's bar, 0 to 1; absent = no bar. */
  readonly share?: number;
}

/** What a mail says, apart from who gets it. */
export interface MailContent {
  readonly subject: string;
  /** The line that inboxes show beside the subject. */
  readonly preview?: string;
  readonly blocks: readonly Block[];
  /** Why it was sent, and how to stop it; at the foot. */
  readonly footer: string;
  /** A page that asks before it stops them. */
  readonly unsubscribeUrl?: string;
  /** Stops them with one POST (RFC 8058): what mail programs press for their reader. */
  readonly oneClickUrl?: string;
}
