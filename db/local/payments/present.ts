import type { FormValue } from "./form.ts";
import type { Kinds } from "./objects.ts";
import type { Store } from "./store.ts";

/** Fields that Stripe leaves out unless they are asked for. */
const ONLY_EXPANDED: Readonly<Record<string, readonly string[]>> = { invoice: ["payments"] };

type Json = { [key: string]: unknown };

/** An answer as Stripe gives it: without what is ours, ids replaced by objects where `expand[]` names their path. */
export function present(value: object, expand: readonly FormValue[], store: Store): object {
  const paths = expand.filter((path) => typeof path === "string").map((path) => path.split("."));
  return shown(value as Json, paths, store) as object;
}

function shown(value: unknown, paths: readonly string[][], store: Store): unknown {
  if (Array.isArray(value)) return value.map((one) => shown(one, paths, store));
  if (typeof value === "string" && paths.some((path) => path.length === 0)) return objectOf(value, store);
  if (typeof value !== "object" || value === null) return value;
  const hidden = ONLY_EXPANDED[String((value as Json).object)] ?? [];
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !key.startsWith("_"))
      .filter(([key]) => !hidden.includes(key) || paths.some(([first]) => first === key))
      .map(([key, inner]) => {
        const below = paths.filter(([first]) => first === key).map(([, ...rest]) => rest);
        return [key, shown(inner, below, store)];
      }),
  );
}

function objectOf(id: string, store: Store): unknown {
  const found = store.find(id.split("_")[0] as keyof Kinds, id);
  return found === undefined ? id : shown(found, [], store);
}
