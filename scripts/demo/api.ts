import type { Credentials } from "../stack/credentials.ts";

/** Calls the public API of the instance with its personal key. Throws with the answer of a refusal. */
export async function call<T>(
  credentials: Credentials,
  path: string,
  body?: object,
  method: "GET" | "POST" | "PATCH" = body ? "POST" : "GET",
): Promise<T> {
  const response = await fetch(`${credentials.edge}${path}`, {
    method,
    headers: { authorization: `Bearer ${credentials.personalApiKey}`, "content-type": "application/json" },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
  return (await response.json()) as T;
}
