import type { SnippetInput } from "./snippets.ts";

/** What a screen without data waits for. */
export type FirstThing = "event" | "person" | "group";

/** A shell line that sends the first of its kind, as it stands. */
export function firstLine(thing: FirstThing, { token, host }: SnippetInput): string {
  const body = { api_key: token, ...BODIES[thing] };
  return `curl -X POST "${host}/i/v0/e/" -H "Content-Type: application/json" -d '${JSON.stringify(body, null, 2)}'`;
}

const BODIES: Readonly<Record<FirstThing, object>> = {
  event: { event: "$pageview", distinct_id: "user-1", properties: { $current_url: "https://example.com/" } },
  person: {
    event: "$identify",
    distinct_id: "user-1",
    properties: { $set: { email: "ada@example.com", plan: "team" } },
  },
  group: {
    event: "$groupidentify",
    distinct_id: "user-1",
    properties: { $group_type: "company", $group_key: "acme", $group_set: { name: "Acme", plan: "team" } },
  },
};
