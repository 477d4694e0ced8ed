import type { OfrepErrorCode } from "@edgewise/core/flags/ofrep.ts";
import { corsHeaders } from "../cors.ts";

/** A JSON answer that browsers may read, its tag included. */
export function answerJson(request: Request, status: number, body: object | string | null): Response {
  const text = body === null || typeof body === "string" ? body : JSON.stringify(body);
  const headers = text === null ? undefined : { "Content-Type": "application/json" };
  const response = new Response(text, { status, headers });
  corsHeaders(request, response.headers);
  response.headers.set("Access-Control-Expose-Headers", "ETag, Retry-After");
  return response;
}

/** An error body; `key` null = about no single flag. */
export function failure(key: string | null, errorCode: OfrepErrorCode, errorDetails: string): object {
  return { ...(key === null ? {} : { key }), errorCode, errorDetails };
}
