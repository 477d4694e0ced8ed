import type { Browser } from "../support/browser.ts";
import { type Answer, type Answers, NO_ANSWER, sameAnswer } from "./answers.ts";
import type { Person } from "./arbitrary-person.ts";
import type { FlagBody, World } from "./arbitrary-world.ts";
import { openJs } from "./ask-browser.ts";
import { askEdge } from "./ask-edge.ts";
import { openNode } from "./ask-node.ts";
import { OTHER_TYPE, openOfrepServer, openOfrepWeb } from "./ask-ofrep.ts";
import { explainNode } from "./explain.ts";
import { type Place, type Published, publish } from "./publish.ts";

export const CLIENTS = ["posthog-node", "posthog-js", "OFREP server", "OFREP web"] as const;
export type Client = (typeof CLIENTS)[number];

/** How often each client said what the edge said, why it did not, and what nothing explains. */
export interface Parity {
  pairs: number;
  readonly same: Record<Client, number>;
  readonly causes: Record<Client, Record<string, number>>;
  readonly unexplained: { client: Client; flag: FlagBody; person: Person; said: Answer; edge: Answer }[];
}

export function newParity(): Parity {
  const of = <T>(make: () => T) =>
    Object.fromEntries(CLIENTS.map((client) => [client, make()])) as Record<Client, T>;
  return { pairs: 0, same: of(() => 0), causes: of(() => ({})), unexplained: [] };
}

/** Publishes a world at `place` and compares every client with `/flags` for every flag and person of it. */
export async function compareWorld(
  world: World,
  place: Place,
  browser: Browser,
  parity: Parity,
): Promise<void> {
  const published = await publish(place, world);
  const keys = published.flags.map(({ key }) => key);
  const node = await openNode(place);
  const js = await openJs(place, browser);
  const [server, web] = [openOfrepServer(place), openOfrepWeb(place)];
  try {
    const fromJs = await js.ask(world.people, keys);
    for (const [index, person] of world.people.entries()) {
      const now = Date.now();
      const [onServer, inClient] = await Promise.all([
        askEdge(place, person, "server"),
        askEdge(place, person, "client"),
      ]);
      const note = (client: Client, said: Answers, edge: Answers) =>
        compare({ client, said, edge, person, published, now }, parity);
      note("posthog-node", await node.ask(person), onServer);
      note("posthog-js", fromJs[index]!, inClient);
      note("OFREP server", await server(person, published.flags), onServer);
      note("OFREP web", await web(person, published.flags), inClient);
      parity.pairs += keys.length;
    }
  } finally {
    await Promise.all([node.close(), js.close()]);
  }
}

interface Comparison {
  readonly client: Client;
  readonly said: Answers;
  readonly edge: Answers;
  readonly person: Person;
  readonly published: Published;
  readonly now: number;
}

function compare({ client, said, edge, person, published, now }: Comparison, parity: Parity): void {
  for (const flag of published.flags) {
    const { key, active } = flag;
    const theirs = said.get(key) ?? NO_ANSWER;
    const ours = edge.get(key) ?? NO_ANSWER;
    if (sameAnswer(theirs, ours)) {
      parity.same[client]++;
      continue;
    }
    const cause =
      explainAny(active, theirs, edge.get(key)) ??
      (client === "posthog-node" ? explainNode(key, person, published, theirs, ours, now) : null);
    if (cause === null) parity.unexplained.push({ client, flag, person, said: theirs, edge: ours });
    else parity.causes[client][cause] = (parity.causes[client][cause] ?? 0) + 1;
  }
}

/** What holds for every client: `edge` is undefined when `/flags` doesn't name the flag. */
function explainAny(active: boolean, theirs: Answer, edge: Answer | undefined): string | null {
  if (edge === undefined && theirs.value === false) return active ? "runtime" : "switched off";
  if (theirs.value === OTHER_TYPE && String(edge?.value).startsWith("holdout-")) return "holdout";
  return null;
}
