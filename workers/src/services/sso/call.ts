import type { Deps } from "../../deps.ts";

const TIMEOUT_MS = 10_000;
const MAX_BYTES = 1_000_000;

/** Calls a provider through the guarded way out and reads its JSON. Throws a sentence for whoever configured it. */
export async function callProvider(url: string, deps: Deps, init: RequestInit = {}): Promise<unknown> {
  const headers = { accept: "application/json" };
  const response = await deps.outbound(url, { ...init, headers, signal: AbortSignal.timeout(TIMEOUT_MS) });
  const text = await firstBytes(response);
  if (!response.ok)
    throw new Error(`${new URL(url).pathname} answered ${response.status}: ${text.slice(0, 200)}`);
  return JSON.parse(text);
}

async function firstBytes(response: Response): Promise<string> {
  const reader = response.body?.getReader();
  const decoder = new TextDecoder();
  let text = "";
  while (reader && text.length < MAX_BYTES) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    text += decoder.decode(value, { stream: true });
  }
  await reader?.cancel();
  return text;
}
