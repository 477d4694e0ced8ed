import type { Sent } from "../../ports/sender.ts";
import { RefusedUrl } from "./guarded-fetch.ts";

const TIMEOUT_MS = 10_000;
const MAX_ERROR_TEXT = 300;

type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** Posts JSON and reads the answer as an outcome: redirects are refused, 408, 429 and 5xx may be tried again. */
export async function postJson(
  fetcher: Fetch,
  url: string,
  headers: Readonly<Record<string, string>>,
  body: unknown,
): Promise<Sent> {
  try {
    const response = await fetcher(url, {
      method: "POST",
      headers: { "content-type": "application/json", "user-agent": "Edgewise", ...headers },
      body: JSON.stringify(body),
      redirect: "manual",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (response.ok) {
      await response.body?.cancel();
      return { ok: true };
    }
    const { status } = response;
    const redirects = status >= 300 && status < 400;
    const text = redirects ? "redirects are not followed" : await firstText(response);
    const retry = status === 408 || status === 429 || status >= 500;
    return { ok: false, retry, error: `The receiver answered ${status}: ${text}` };
  } catch (error) {
    if (error instanceof RefusedUrl) return { ok: false, retry: false, error: error.message };
    const late = error instanceof Error && error.name === "TimeoutError";
    const why = late ? `no answer within ${TIMEOUT_MS / 1000} s` : String(error);
    return { ok: false, retry: true, uncertain: late, error: `The receiver could not be reached: ${why}` };
  }
}

/** The start of an answer; a receiver that sends without end is cut off. */
async function firstText(response: Response): Promise<string> {
  const reader = response.body?.getReader();
  const decoder = new TextDecoder();
  let text = "";
  while (reader && text.length < MAX_ERROR_TEXT) {
    const { done, value } = await reader.read();
    if (done) break;
    text += decoder.decode(value, { stream: true });
  }
  await reader?.cancel();
  return text.slice(0, MAX_ERROR_TEXT);
}
