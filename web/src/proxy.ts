import { type NextRequest, NextResponse } from "next/server";

/** Sends `/api/*` to the edge, so that the session cookie is first-party. Read at run time, not at build. */
export function proxy(request: NextRequest): NextResponse {
  const edge = process.env.EDGEWISE_EDGE_URL ?? "http://127.0.0.1:8787";
  const { pathname, search } = new URL(request.url);
  return NextResponse.rewrite(new URL(`${pathname}${search}`, edge));
}

export const config = { matcher: "/api/:path*" };
