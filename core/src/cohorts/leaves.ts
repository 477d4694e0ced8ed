import type { JsonObject } from "../events/types.ts";
import type { Behaviour } from "./definition.ts";

/** The distinct conditions of a tree: equal ones are computed once. */
export class Leaves {
  readonly persons: JsonObject[] = [];
  readonly behaviours: Behaviour[] = [];
  readonly lists: number[] = [];

  person({ negation: _, ...filter }: JsonObject): number {
    return place(this.persons, filter);
  }

  behaviour(behaviour: Behaviour): number {
    return place(this.behaviours, behaviour);
  }

  list(id: number): number {
    return place(this.lists, id);
  }
}

function place<T>(known: T[], wanted: T): number {
  const text = JSON.stringify(wanted);
  const found = known.findIndex((item) => JSON.stringify(item) === text);
  return found >= 0 ? found : known.push(wanted) - 1;
}
