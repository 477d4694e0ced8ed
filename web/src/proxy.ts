import { type NextRequest, NextResponse } from "next/server";

/**
 * Sends `/api/*` to the edge, so that the session cookie is first-party (read at run time, not at build), and whoever
 * has a session from `/` to the project used last.
 */
export function proxy(request: NextRequest): NextResponse {
  const { pathname, search } = new URL(request.url);
  if (pathname === "/") {
    const known = request.cookies.getAll().some(({ name }) => name.endsWith(SESSION_COOKIE));
    return known ? NextResponse.redirect(new URL("/home", request.url)) : NextResponse.next();
  }
  const edge = process.env.EDGEWISE_EDGE_URL ?? "http://127.0.0.1:8787";
  return NextResponse.rewrite(new URL(`${pathname}${search}`, edge));
}

/** Over HTTPS its name carries the prefix `__Secure-`. */
const SESSION_COOKIE = "edgewise.session_token";

export const config = { matcher: ["/", "/api/:path*"] };
