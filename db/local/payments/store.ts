import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { missing } from "./error.ts";
import type { Kinds } from "./objects.ts";

/** The first answer to a call that carried a key. */
export interface Kept {
  readonly request: string;
  readonly status: number;
  readonly body: string;
}

interface Content {
  next: number;
  objects: Record<string, { id: string }>;
  keys: Record<string, Kept>;
}

/** Objects of the stand-in in one file, written whole after each change. */
export class Store {
  readonly #file: string;
  readonly #content: Content;

  constructor(file: string) {
    this.#file = file;
    this.#content = existsSync(file)
      ? (JSON.parse(readFileSync(file, "utf8")) as Content)
      : { next: 1, objects: {}, keys: {} };
  }

  /** An id that is new: `cus_00000001`. */
  newId(kind: keyof Kinds | "il" | "inpay" | "si" | "prod"): string {
    return `${kind}_${String(this.#content.next++).padStart(8, "0")}`;
  }

  put<K extends keyof Kinds>(_kind: K, object: Kinds[K]): Kinds[K] {
    this.#content.objects[object.id] = object;
    return object;
  }

  /** @throws StripeAnswer 404 */
  get<K extends keyof Kinds>(kind: K, id: string): Kinds[K] {
    const found = this.find(kind, id);
    if (found === undefined) throw missing(id);
    return found;
  }

  find<K extends keyof Kinds>(kind: K, id: string): Kinds[K] | undefined {
    return id.startsWith(`${kind}_`) ? (this.#content.objects[id] as Kinds[K] | undefined) : undefined;
  }

  /** All of a kind, newest first. */
  all<K extends keyof Kinds>(kind: K): Kinds[K][] {
    return Object.entries(this.#content.objects)
      .filter(([id]) => id.startsWith(`${kind}_`))
      .map(([, object]) => object as Kinds[K])
      .reverse();
  }

  keptAnswer(key: string): Kept | undefined {
    return this.#content.keys[key];
  }

  keepAnswer(key: string, kept: Kept): void {
    this.#content.keys[key] = kept;
  }

  save(): void {
    writeFileSync(`${this.#file}.part`, JSON.stringify(this.#content), { mode: 0o600 });
    renameSync(`${this.#file}.part`, this.#file);
  }
}
