import { type NextRequest, NextResponse } from "next/server";
import { NONCE, newNonce, securityPolicy } from "@/lib/security-policy";

const POLICY = "Content-Security-Policy";

/**
 * Sends `/api/*` to the edge, so that the session cookie is first-party (read at run time, not at build), and whoever
 * has a session from `/` to the project used last. Every page gets its content security policy, with a nonce that Next
 * puts on the scripts it writes.
 */
export function proxy(request: NextRequest): NextResponse {
  const { pathname, search } = new URL(request.url);
  const edge = process.env.EDGEWISE_EDGE_URL ?? "http://127.0.0.1:8787";
  if (pathname.startsWith("/api/")) return NextResponse.rewrite(new URL(`${pathname}${search}`, edge));
  if (pathname === "/" && request.cookies.getAll().some(({ name }) => name.endsWith(SESSION_COOKIE)))
    return NextResponse.redirect(new URL("/home", request.url));
  const development = process.env.NODE_ENV !== "production";
  const nonce = newNonce();
  const policy = securityPolicy({ pathname, nonce, edge: new URL(edge).origin, development });
  const headers = new Headers(request.headers);
  headers.set(POLICY, policy);
  headers.set(NONCE, nonce);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set(POLICY, policy);
  return response;
}

/** Over HTTPS its name carries the prefix `__Secure-`. */
const SESSION_COOKIE = "edgewise.session_token";

export const config = { matcher: ["/", "/api/:path*", "/((?!_next/|.*\\.\\w+$).*)"] };
