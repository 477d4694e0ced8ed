import { describeApi } from "./openapi.ts";
import type { ApiRoute } from "./route.ts";
import { type JsonSchema, schemaText } from "./schema-text.ts";

interface Operation {
  readonly summary: string;
  readonly description?: string;
  readonly tags: readonly string[];
  readonly parameters: readonly { name: string; in: string; required: boolean }[];
  readonly requestBody?: { content: Record<string, { schema: JsonSchema; example?: unknown }> };
  readonly responses: Record<
    string,
    { description: string; content?: Record<string, { schema: JsonSchema }> }
  >;
}

/** The page may show itself and nothing else: no script, no font, no picture from anywhere. */
export const DOCS_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

const STYLE = `
:root { color-scheme: light dark; --line: light-dark(#dbd8ce, #29332f); --muted: light-dark(#5a5a52, #9caba4);
  --accent: light-dark(#0a6856, #46cfab); --sunken: light-dark(#fffefb, #151a18);
  background: light-dark(#f5f4ef, #0f1312); color: light-dark(#1b1d1a, #e6ebe8);
  font: 15px/1.5 "IBM Plex Sans", system-ui, sans-serif; }
body { margin: 0 auto; max-width: 64rem; padding: 1.5rem; }
a { color: var(--accent); }
h2 { margin: 2.5rem 0 0.75rem; text-transform: capitalize; scroll-margin-top: 1rem; }
nav { columns: 10rem; text-transform: capitalize; }
nav a { display: block; }
details { border-top: 1px solid var(--line); padding: 0.5rem 0; }
summary { cursor: pointer; overflow-wrap: anywhere; }
summary b { display: inline-block; min-width: 4.5rem; text-transform: uppercase; color: var(--accent); }
summary span { color: var(--muted); }
code, pre { font-family: "IBM Plex Mono", ui-monospace, monospace; font-size: 0.87em; }
pre { overflow-x: auto; padding: 0.75rem; border: 1px solid var(--line); border-radius: 7px; background: var(--sunken); }`;

/** The API's description as one page of HTML that needs nothing from elsewhere. */
export function docsPage(routes: readonly ApiRoute[], serverUrl: string): string {
  const byTag = new Map<string, string[]>();
  const { paths } = describeApi(routes, serverUrl) as { paths: Record<string, Record<string, Operation>> };
  for (const [path, operations] of Object.entries(paths)) {
    if ("$ref" in operations) continue;
    for (const [method, operation] of Object.entries(operations)) {
      const tag = operation.tags[0] ?? "other";
      byTag.set(tag, [...(byTag.get(tag) ?? []), operationHtml(method, path, operation)]);
    }
  }
  const tags = [...byTag.keys()].sort();
  const anchor = (tag: string) => escaped(tag.replaceAll(" ", "-"));
  const links = tags.map((tag) => `<a href="#${anchor(tag)}">${escaped(tag)}</a>`).join("");
  const sections = tags.map(
    (tag) =>
      `<section><h2 id="${anchor(tag)}">${escaped(tag)}</h2>${byTag.get(tag)?.join("") ?? ""}</section>`,
  );
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Edgewise API</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><style>${STYLE}</style></head>
<body><p><a href="/docs">Documentation</a></p><h1>Edgewise API</h1><p>Base: <code>${escaped(serverUrl)}</code>. Send <code>Authorization: Bearer phx_…</code>.
For programs: <a href="/api/openapi.json">OpenAPI description</a>.</p><nav>${links}</nav>
${sections.join("")}</body></html>`;
}

function operationHtml(method: string, path: string, operation: Operation): string {
  const parameters = operation.parameters.map(
    (parameter) =>
      `<li><code>${escaped(parameter.name)}</code> in ${escaped(parameter.in)}${parameter.required ? ", required" : ""}</li>`,
  );
  const answers = Object.entries(operation.responses).filter(([status]) => status.startsWith("2"));
  return [
    `<details><summary><b>${method}</b><code>${escaped(path)}</code> <span>${escaped(operation.summary)}</span></summary>`,
    operation.description ? `<p>${escaped(operation.description)}</p>` : "",
    parameters.length > 0 ? `<ul>${parameters.join("")}</ul>` : "",
    exampleHtml(method, path, operation),
    schemaHtml("Body", operation.requestBody?.content),
    ...answers.map(([status, answer]) => schemaHtml(`Answer ${status}`, answer.content)),
    "</details>",
  ].join("");
}

function exampleHtml(method: string, path: string, { requestBody }: Operation): string {
  const example = requestBody?.content["application/json"]?.example;
  if (example === undefined) return "";
  const call = `${method.toUpperCase()} ${path}`;
  return `<p>For example</p><pre>${escaped(`${call}\n${JSON.stringify(example, null, 2)}`)}</pre>`;
}

function schemaHtml(title: string, content: Record<string, { schema: JsonSchema }> | undefined): string {
  const schema = content?.["application/json"]?.schema;
  return schema === undefined ? "" : `<p>${title}</p><pre>${escaped(schemaText(schema))}</pre>`;
}

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

const escaped = (text: string): string => text.replaceAll(/[&<>"]/g, (char) => ENTITIES[char] ?? char);
