import type { JsonObject } from "@edgewise/core/events/types.ts";
import type { Credentials } from "../../stack/credentials.ts";

/** Calls of the public API with the instance's own key. */
export class CaseApi {
  readonly #base: string;
  readonly #key: string;

  constructor({ edge, personalApiKey }: Pick<Credentials, "edge" | "personalApiKey">) {
    this.#base = edge;
    this.#key = personalApiKey;
  }

  /** The answer's JSON; an error names path, status and what the API said. */
  async send(method: string, path: string, body: unknown): Promise<JsonObject> {
    const response = await fetch(`${this.#base}${path}`, {
      method,
      headers: { authorization: `Bearer ${this.#key}`, "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text.slice(0, 500)}`);
    return text === "" ? {} : (JSON.parse(text) as JsonObject);
  }

  /** Runs a query past every cache and returns its answer. */
  query(environmentId: number, query: JsonObject): Promise<JsonObject> {
    return this.send("POST", `/api/projects/${environmentId}/query/`, { query, refresh: "force_blocking" });
  }
}
