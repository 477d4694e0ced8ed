/** Where to go after log-in: a path of this site, nothing else (no open redirect). */
export function safeNextPath(next: string | null): string {
  return next && /^\/(?![/\\])/.test(next) ? next : "/";
}
