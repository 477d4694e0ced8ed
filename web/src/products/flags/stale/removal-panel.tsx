"use client";
import { removals, settledAnswer } from "@/products/flags/stale/settled";
import type { Flag } from "@/products/flags/types";
import { CodeBlock } from "@/ui/code-block";
import { Panel } from "@/ui/page";

/** What to delete from the code of a flag that answers everybody the same. Nothing while it still decides. */
export function RemovalPanel({ flag }: { readonly flag: Flag }) {
  const answer = settledAnswer(flag);
  if (answer === null) return null;
  const { search, examples } = removals(flag.key, answer);
  const said = answer === true ? "on" : answer === false ? "off" : `“${answer}”`;
  return (
    <Panel title="Remove it from the code">
      <div className="flex flex-col gap-3 p-3 text-sm">
        <p className="text-muted">
          Everybody gets {said}. Delete the question and the way that nobody takes any more, then archive the
          flag: code that still asks gets “off” from then on.
        </p>
        <CodeBlock code={search} label="Find it" />
        {examples.map(({ title, before, after }) => (
          <div key={title} className="grid gap-2 md:grid-cols-2">
            <CodeBlock code={before} label={`${title}: before`} />
            <CodeBlock code={after} label={`${title}: after`} />
          </div>
        ))}
      </div>
    </Panel>
  );
}
