import { runCancellable } from "@/lib/api/query";
import { type Actor, actorsQuery, PAGE_SIZE, toActors } from "@/products/insights/people/actors";
import type { PeopleAsk } from "@/products/insights/people/ask";

interface ActorPage {
  readonly actors: readonly Actor[];
  readonly hasMore: boolean;
}

/** A page of the people behind a number. */
export async function loadActors(
  projectId: number,
  ask: PeopleAsk,
  offset: number,
  signal: AbortSignal,
  limit = PAGE_SIZE,
): Promise<ActorPage> {
  const answer = await runCancellable<readonly (readonly unknown[])[]>(
    projectId,
    actorsQuery(ask, offset, limit),
    {
      signal,
    },
  );
  return { actors: toActors(ask, answer.results), hasMore: answer.hasMore ?? answer.results.length >= limit };
}

/** Everyone behind a number, page by page; stops after `most`. */
export async function loadAllActors(
  projectId: number,
  ask: PeopleAsk,
  signal: AbortSignal,
  most = 50_000,
): Promise<Actor[]> {
  const all: Actor[] = [];
  for (;;) {
    const page = await loadActors(projectId, ask, all.length, signal, 1000);
    all.push(...page.actors);
    if (!page.hasMore || page.actors.length === 0 || all.length >= most) return all;
  }
}
