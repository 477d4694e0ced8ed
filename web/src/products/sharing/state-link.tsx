"use client";
import { useState } from "react";
import { explainError } from "@/lib/api/error";
import { fullTime } from "@/lib/format";
import { useProject } from "@/lib/project-context";
import { useShareState } from "@/products/sharing/api";
import { Button } from "@/ui/button";
import { CodeBlock } from "@/ui/code-block";
import { Select } from "@/ui/select";

const ENDS = [
  { value: "24", label: "for a day" },
  { value: "168", label: "for a week" },
  { value: "720", label: "for a month" },
] as const;
type Hours = (typeof ENDS)[number]["value"];

interface StateLinkProps {
  readonly name: string;
  readonly query: Readonly<Record<string, unknown>>;
}

/** A link to what the explorer shows now, saved or not, that ends by itself. */
export function StateLink({ name, query }: StateLinkProps) {
  const project = useProject();
  const [hours, setHours] = useState<Hours>("168");
  const share = useShareState();
  return (
    <section aria-label="Link to this state" className="flex flex-col gap-2 border-t border-line pt-3">
      <h3 className="text-sm font-medium">Link to exactly what is shown now</h3>
      <p className="text-sm text-muted">It stays as it is when the insight is changed, and ends by itself.</p>
      <div className="flex flex-wrap gap-2">
        <Select<Hours> aria-label="How long" value={hours} onChange={setHours} options={ENDS} />
        <Button
          busy={share.isPending}
          onClick={() => share.mutate({ query, name: name.slice(0, 400), expires_in_hours: Number(hours) })}
        >
          Make a link
        </Button>
      </div>
      {share.error && (
        <p role="alert" className="text-sm text-danger">
          {explainError(share.error).detail}
        </p>
      )}
      {share.data && (
        <>
          <CodeBlock code={`${window.location.origin}/shared/${share.data.access_token}`} label="Link" wrap />
          <p className="text-xs text-muted">
            Opens until {fullTime(share.data.expires_at, project.timezone)}.
          </p>
        </>
      )}
    </section>
  );
}
