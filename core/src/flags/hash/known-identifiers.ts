import { type Identifier, makeIdentifier, UNHASHED } from "./bucket.ts";

/** Flags whose hashes are kept together; any object that lives as long as they do. */
type Owner = WeakKey;

/** Numbers kept in all, by generation: 2 MB. */
const MAX_NUMBERS = 262_144;
/** What an identifier takes beside its hashes, in numbers: text, layouts, its place in the map (about 1 kB). */
const BESIDE = 128;
const MAX_TEXT = 200;

let recent = new WeakMap<Owner, Map<string, Identifier>>();
let older = new WeakMap<Owner, Map<string, Identifier>>();
let held = 0;

/**
 * The identifier of a text with the hashes that were computed for it lately: a person asks again with every page, and
 * a hash only depends on flag and identifier. Bounded over all owners: what was not asked for in a generation goes.
 */
export function knownIdentifier(owner: Owner, flagCount: number, text: string): Identifier {
  let own = recent.get(owner);
  const known = own?.get(text);
  if (known !== undefined) return known;
  const identifier = older.get(owner)?.get(text) ?? makeIdentifier(text, blank(2 * flagCount));
  if (text.length > MAX_TEXT) return identifier;
  const size = 2 * flagCount + BESIDE;
  held += size;
  if (held > MAX_NUMBERS) {
    older = recent;
    recent = new WeakMap();
    held = size;
    own = undefined;
  }
  if (own === undefined) {
    own = new Map();
    recent.set(owner, own);
  }
  own.set(text, identifier);
  return identifier;
}

let template: number[] = [];

function blank(length: number): number[] {
  if (template.length < length) template = new Array<number>(length).fill(UNHASHED);
  return template.slice(0, length);
}
