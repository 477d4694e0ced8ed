import { Client } from "@planetscale/database";
import type { MySqlDatabase } from "drizzle-orm/mysql-core";
import type {
  PlanetScaleDatabase,
  PlanetScalePreparedQueryHKT,
  PlanetscaleQueryResultHKT,
} from "drizzle-orm/planetscale-serverless";
import { drizzle } from "drizzle-orm/planetscale-serverless";
import * as schema from "./schema/index.ts";

/** Where a PlanetScale-compatible HTTP endpoint is. `url` without credentials, e.g. `https://aws.connect.psdb.cloud`. */
export interface DatabaseConfig {
  readonly url: string;
  readonly username: string;
  readonly password: string;
}

export type Database = PlanetScaleDatabase<typeof schema>;
/** The database or a transaction of it: what repositories take. */
export type Executor = MySqlDatabase<PlanetscaleQueryResultHKT, PlanetScalePreparedQueryHKT, typeof schema>;

/** The raw client: for migrations and health checks. `send`: instead of the global `fetch`. */
export function createClient(config: DatabaseConfig, send: typeof fetch = fetch): Client {
  const authorization = `Basic ${btoa(`${config.username}:${config.password}`)}`;
  return new Client({
    url: config.url,
    // The driver takes credentials only from inside the URL, percent-encoded; so they are set here.
    fetch: (input, init) =>
      send(input, { ...init, headers: { ...init?.headers, Authorization: authorization } }),
  });
}

/** The typed database over HTTP; every statement outside a transaction is a request of its own. */
export function createDatabase(config: DatabaseConfig, send?: typeof fetch): Database {
  return drizzle(createClient(config, send), { schema });
}

/** MySQL's error number (`1062` duplicate key, …) of an error of the driver, or null. */
export function errorNumber(error: unknown): number | null {
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    const found = /\(errno (\d+)\)/.exec(cause.message) ?? /\berror (\d{4}) /i.exec(cause.message);
    if (found) return Number(found[1]);
  }
  return null;
}

/** True when a unique key refused a row. */
export const isDuplicate = (error: unknown): boolean => errorNumber(error) === 1062;
