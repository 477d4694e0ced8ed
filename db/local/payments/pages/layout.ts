/** Text in HTML. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

export const dollars = (cents: number): string => `$${(cents / 100).toFixed(2)}`;

const STYLE = `
:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}
body{max-width:30rem;margin:0 auto;padding:1.5rem}
label{display:block;margin:.75rem 0}input,select,button{font:inherit;width:100%;box-sizing:border-box;padding:.5rem}
button{margin-top:.75rem;cursor:pointer}table{width:100%;border-collapse:collapse}td{padding:.25rem 0;vertical-align:top}
td:last-child{text-align:right;white-space:nowrap}.note{opacity:.75;font-size:.875rem}[role=alert]{border-left:.25rem solid #c33;padding:.25rem .75rem}`;

/** A page of the stand-in; `body` is HTML. */
export function page(title: string, body: string, error?: string): string {
  const alert = error === undefined ? "" : `<p role="alert">${escapeHtml(error)}</p>`;
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escapeHtml(title)}</title><style>${STYLE}</style>
<p class="note">Test payments of this machine: no money moves.</p><h1>${escapeHtml(title)}</h1>${alert}${body}</html>`;
}

/** Fields of a card. */
export const CARD_FIELDS = `
<label>Card number<input name="number" inputmode="numeric" autocomplete="cc-number" required placeholder="4242 4242 4242 4242"></label>
<label>Expires (MM/YY)<input name="expires" autocomplete="cc-exp" required placeholder="12/40"></label>
<label>Security code<input name="cvc" inputmode="numeric" autocomplete="cc-csc" required placeholder="123"></label>
<p class="note">4242 4242 4242 4242 works, 4000 0000 0000 0341 is taken and fails when it is charged, 4000 0000 0000 0002 is declined at once.</p>`;
