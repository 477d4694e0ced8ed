/** The header in which the proxy tells pages the nonce of their answer. */
export const NONCE = "x-nonce";

/** What a page may load, and who may frame it. */
export interface PolicyInput {
  readonly pathname: string;
  /** Of this answer alone: only scripts that carry it run inline. */
  readonly nonce: string;
  /** Origin of the edge: pages fill demo data and show public features through it. */
  readonly edge: string;
  /** Next's development server evaluates code and talks over a socket. */
  readonly development: boolean;
}

/**
 * The content security policy of a page. Scripts come from here or carry the nonce; nothing else runs, whatever somebody
 * managed to write into the page. Styles may stand inline: charts, editors and menus set them on their elements.
 */
export function securityPolicy({ pathname, nonce, edge, development }: PolicyInput): string {
  const framed = pathname.startsWith("/embed/");
  const directives: Readonly<Record<string, readonly string[]>> = {
    "default-src": ["'self'"],
    "script-src": ["'self'", `'nonce-${nonce}'`, ...(development ? ["'unsafe-eval'"] : [])],
    "style-src": ["'self'", "'unsafe-inline'"],
    "img-src": ["'self'", "data:", "blob:"],
    "font-src": ["'self'", "data:"],
    "connect-src": ["'self'", edge, "data:", "blob:", ...(development ? ["ws:", "wss:"] : [])],
    "worker-src": ["'self'", "blob:"],
    "frame-src": ["'self'"],
    "object-src": ["'none'"],
    "base-uri": ["'self'"],
    "form-action": ["'self'"],
    "frame-ancestors": [framed ? "*" : "'none'"],
  };
  return Object.entries(directives)
    .map(([name, values]) => `${name} ${values.join(" ")}`)
    .join("; ");
}

/** 128 random bits, as a policy spells them. */
export function newNonce(): string {
  return btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(16))));
}
