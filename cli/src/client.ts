import { readFileSync } from "node:fs";

/** Something the user can mend; its message is all they see. */
export class UsageError extends Error {}

/** Where the project is and who asks. */
export interface Place {
  readonly host: string;
  readonly key: string;
  /** Number of a project or environment, or `@current`. */
  readonly project: string;
}

export interface PlaceOptions {
  readonly host?: string;
  readonly key?: string;
  readonly project?: string;
  readonly creds?: string;
}

type Env = Readonly<Record<string, string | undefined>>;

/** Options win over the environment's variables, these over a credentials file. Throws UsageError. */
export function findPlace(options: PlaceOptions, env: Env): Place {
  const file = options.creds ?? env.EDGEWISE_CREDS;
  const known = file === undefined ? {} : readCredentials(file);
  const host = options.host ?? env.EDGEWISE_HOST ?? known.edge;
  const key = options.key ?? env.EDGEWISE_API_KEY ?? known.personalApiKey;
  const project = options.project ?? env.EDGEWISE_PROJECT ?? String(known.projectId ?? "@current");
  if (!host)
    throw new UsageError("Which instance? Give --host or EDGEWISE_HOST, e.g. https://eu.example.com.");
  if (!key) throw new UsageError("No key: give EDGEWISE_API_KEY (a personal key, phx_…) or --key.");
  return { host: host.replace(/\/+$/, ""), key, project };
}

interface Credentials {
  readonly edge?: string;
  readonly personalApiKey?: string;
  readonly projectId?: number;
}

function readCredentials(file: string): Credentials {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Credentials;
  } catch {
    throw new UsageError(`The credentials file ${file} can't be read: it is the dev.json of an instance.`);
  }
}

/** One call of the public API below the project. Throws UsageError with what the API said. */
export async function callApi<T>(place: Place, method: string, path: string, body?: object): Promise<T> {
  const url = `${place.host}/api/projects/${place.project}/${path}`;
  const response = await fetch(url, {
    method,
    headers: {
      Authorization: `Bearer ${place.key}`,
      "Content-Type": "application/json",
      "User-Agent": "edgewise-cli/1.0.0",
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  }).catch((error: unknown) => {
    throw new UsageError(`${place.host} does not answer: ${error instanceof Error ? error.message : error}`);
  });
  const text = await response.text();
  if (!response.ok) throw new UsageError(`${detailOf(text)} (${method} ${url}: ${response.status})`);
  return (text === "" ? undefined : JSON.parse(text)) as T;
}

function detailOf(text: string): string {
  try {
    const { detail, attr } = JSON.parse(text) as { detail?: string; attr?: string | null };
    return `${attr ? `${attr}: ` : ""}${detail ?? text}`;
  } catch {
    return text;
  }
}
