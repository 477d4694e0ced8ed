/** Placeholder. */
export class TokenStore {}
