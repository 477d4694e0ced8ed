import type { EdgeEnv } from "../../../env.ts";

/** Asks an internal route of the API Worker; null when it does not answer. */
export async function askApi<T>(env: EdgeEnv, route: string, body: object): Promise<Partial<T> | null> {
  try {
    const response = await env.API.fetch(`https://api.internal/api/_internal/${route}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
    return response.ok ? ((await response.json()) as Partial<T>) : null;
  } catch {
    return null;
  }
}
