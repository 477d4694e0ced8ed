import type { Credentials } from "@edgewise/scripts/stack/credentials.ts";
import { inject } from "vitest";

/** A project of its own for a test, and what a customer's program can do with it. */
export interface Project {
  readonly credentials: Credentials;
  readonly id: number;
  readonly token: string;
  /** JSON call of the public API with the personal key; rejects on a status ≥ 400. */
  api<T>(method: string, path: string, body?: object): Promise<T>;
  /** Rows of a HogQL query, past every cache. */
  sql<T extends unknown[] = unknown[]>(query: string): Promise<T[]>;
  /** Asks until `done` says so (at most 20 s), and returns the last rows. */
  sqlUntil<T extends unknown[] = unknown[]>(query: string, done: (rows: T[]) => boolean): Promise<T[]>;
}

export async function createProject(name: string): Promise<Project> {
  const credentials = inject("credentials");
  const api = async <T>(method: string, path: string, body?: object): Promise<T> => {
    const response = await fetch(`${credentials.edge}${path}`, {
      method,
      headers: { authorization: `Bearer ${credentials.personalApiKey}`, "content-type": "application/json" },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
    return (text === "" ? undefined : JSON.parse(text)) as T;
  };
  const me = await api<{ organization: { id: string } }>("GET", "/api/users/@me/");
  const created = await api<{ id: number; api_token: string }>(
    "POST",
    `/api/organizations/${me.organization.id}/projects/`,
    { name },
  );
  const sql = async <T extends unknown[]>(query: string): Promise<T[]> => {
    const answer = await api<{ results: T[] }>("POST", `/api/projects/${created.id}/query/`, {
      query: { kind: "HogQLQuery", query },
      refresh: "force_blocking",
    });
    return answer.results;
  };
  return {
    credentials,
    id: created.id,
    token: created.api_token,
    api,
    sql,
    async sqlUntil<T extends unknown[]>(query: string, done: (rows: T[]) => boolean): Promise<T[]> {
      const deadline = Date.now() + 20_000;
      for (;;) {
        const rows = await sql<T>(query);
        if (done(rows) || Date.now() > deadline) return rows;
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
    },
  };
}
