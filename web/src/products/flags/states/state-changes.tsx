"use client";
import type { StateChange } from "@/products/flags/states/types";
import { fieldName, shortValue } from "@/products/flags/states/words";

/** What is different, field by field: short values in a line, long ones side by side. */
export function StateChanges({ changes }: { readonly changes: readonly StateChange[] }) {
  return (
    <ul className="flex flex-col gap-3">
      {changes.map(({ field, before, after }) => {
        const [old, next] = [shortValue(field, before), shortValue(field, after)];
        return (
          <li key={field} className="text-sm">
            <p className="font-medium">{fieldName(field)}</p>
            {old !== null && next !== null && old !== next ? (
              <p>
                <span className="text-muted line-through">{old}</span> → {next}
              </p>
            ) : (
              <div className="mt-1 grid gap-2 sm:grid-cols-2">
                <Side title="now" value={before} />
                <Side title="after" value={after} />
              </div>
            )}
          </li>
        );
      })}
    </ul>
  );
}

function Side({ title, value }: { readonly title: string; readonly value: unknown }) {
  return (
    <figure className="min-w-0">
      <figcaption className="text-2xs text-muted">{title}</figcaption>
      <pre className="max-h-48 overflow-auto rounded-md border border-line bg-sunken/60 p-2 font-mono text-2xs">
        {value === null ? "none" : JSON.stringify(value, null, 2)}
      </pre>
    </figure>
  );
}
