/** A value of Stripe's form encoding: text, a list or a map. */
export type FormValue = string | FormValue[] | { [key: string]: FormValue };
export type Form = { [key: string]: FormValue };

/** Reads `a[b][0][c]=1&d[]=2` as Stripe's SDKs write it. Maps whose keys are 0, 1, … become lists. */
export function readForm(text: string): Form {
  const root: Form = {};
  for (const [name, value] of new URLSearchParams(text)) {
    const path = name.split(/[[\]]+/).filter((part, index) => part !== "" || index === 0);
    let at = root;
    for (const [index, part] of path.entries()) {
      if (index === path.length - 1) {
        const key = name.endsWith("[]") ? String(Object.keys((at[part] as Form) ?? {}).length) : null;
        if (key === null) at[part] = value;
        else at[part] = { ...(at[part] as Form), [key]: value };
      } else {
        at[part] = (at[part] as Form) ?? {};
        at = at[part] as Form;
      }
    }
  }
  return lists(root) as Form;
}

function lists(value: FormValue): FormValue {
  if (typeof value === "string" || Array.isArray(value)) return value;
  const entries = Object.entries(value).map(([key, inner]) => [key, lists(inner)] as const);
  const isList = entries.length > 0 && entries.every(([key], index) => key === String(index));
  return isList ? entries.map(([, inner]) => inner) : Object.fromEntries(entries);
}

/** The text under a path of keys; undefined when there is none. */
export function textAt(form: FormValue | undefined, ...path: readonly string[]): string | undefined {
  let at: FormValue | undefined = form;
  for (const key of path) {
    if (at === undefined || typeof at === "string") return undefined;
    at = Array.isArray(at) ? at[Number(key)] : at[key];
  }
  return typeof at === "string" ? at : undefined;
}

/** The list under a key; empty when there is none. */
export function listAt(form: Form, key: string): FormValue[] {
  const value = form[key];
  return Array.isArray(value) ? value : value === undefined ? [] : [value];
}
