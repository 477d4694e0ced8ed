"use client";
import type { ConditionExplanation, FilterExplanation } from "@edgewise/core/flags/explain.ts";
import { Check, CircleHelp, Minus, X } from "lucide-react";
import { parseAsString, useQueryState } from "nuqs";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { showValue } from "@/lib/format";
import { useProject } from "@/lib/project-context";
import { describeFilter } from "@/products/filters/filter";
import { useWhy, type WhyAnswer } from "@/products/flags/why";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { cn } from "@/ui/cn";
import { CodeBlock } from "@/ui/code-block";
import { Field } from "@/ui/field";
import { Input } from "@/ui/input";
import { ErrorState } from "@/ui/states";

/** "Why did this person get this?": the answer and every step that led to it. The person is in the URL. */
export function WhyPanel({ flagId }: { readonly flagId: number }) {
  const project = useProject();
  const [linked, setLinked] = useQueryState("person", parseAsString.withDefault(""));
  const [distinctId, setDistinctId] = useState(linked);
  const [groups, setGroups] = useState<Readonly<Record<string, string>>>({});
  const why = useWhy(project.id, flagId);
  const asked = useRef(false);
  const { mutate } = why;
  useEffect(() => {
    if (linked && !asked.current) mutate({ distinct_id: linked });
    asked.current = true;
  }, [linked, mutate]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const id = distinctId.trim();
    if (id === "") return;
    void setLinked(id);
    mutate({ distinct_id: id, groups });
  };
  return (
    <div className="flex flex-col gap-4">
      <form onSubmit={submit} className="flex flex-wrap items-end gap-2">
        <Field label="Distinct ID" className="w-80 max-w-full">
          <Input
            className="font-mono text-xs"
            placeholder="user-1 or an anonymous ID"
            value={distinctId}
            onChange={(event) => setDistinctId(event.target.value)}
          />
        </Field>
        {(project.group_types ?? []).map(({ group_type: type }) => (
          <Field key={type} label={`Key of ${type}`} className="w-44">
            <Input
              className="font-mono text-xs"
              value={groups[type] ?? ""}
              onChange={(event) => setGroups({ ...groups, [type]: event.target.value })}
            />
          </Field>
        ))}
        <Button type="submit" variant="primary" busy={why.isPending} disabled={distinctId.trim() === ""}>
          <CircleHelp /> Explain
        </Button>
      </form>
      {why.error && <ErrorState error={why.error} className="m-0" />}
      {why.data && <Explanation answer={why.data} />}
      {why.isIdle && (
        <p className="max-w-prose text-sm text-muted">
          Runs the edge’s own evaluation on the saved flag with the stored properties of this person, and
          shows what every condition and filter said. Nothing is recorded.
        </p>
      )}
    </div>
  );
}

function Explanation({ answer }: { readonly answer: WhyAnswer }) {
  const { explanation } = answer;
  return (
    <div className="flex flex-col gap-3">
      <div
        className={cn(
          "border-l-2 px-4 py-3",
          answer.enabled ? "border-ok bg-ok-soft" : "border-line-strong bg-sunken",
        )}
      >
        <p className="text-base">
          <code className="font-mono text-sm">{answer.distinct_id}</code> gets{" "}
          <strong className="font-mono text-sm font-medium">{String(answer.value)}</strong>
        </p>
        <p className="text-sm text-muted">
          {answer.reason.description} <code className="font-mono text-2xs">({answer.reason.code})</code>
        </p>
      </div>
      {!explanation.isActive && (
        <p className="text-sm text-warn">The flag is switched off: nobody gets it.</p>
      )}
      {explanation.holdout && (
        <Bucket
          title={explanation.holdout.isMember ? "Held out" : "Not held out"}
          hash={explanation.holdout.hash}
          percentage={explanation.holdout.percentage}
          inside={explanation.holdout.isMember}
        />
      )}
      <ol className="flex flex-col gap-2">
        {explanation.conditions.map((condition) => (
          <Condition key={condition.index} condition={condition} />
        ))}
      </ol>
      {explanation.variant && (
        <p className="text-sm">
          <span className="text-muted">Variant hash</span>{" "}
          <code className="font-mono text-xs">{explanation.variant.hash.toFixed(6)}</code>{" "}
          <span className="text-muted">{answer.enabled ? "falls on" : "would fall on"}</span>{" "}
          <strong className="font-mono text-xs font-medium">
            {explanation.variant.picked ?? "no variant"}
          </strong>
        </p>
      )}
      {explanation.dependencies.length > 0 && (
        <p className="text-sm text-muted">
          Depends on{" "}
          {explanation.dependencies.map(({ key, value }) => `${key} = ${String(value)}`).join(", ")}.
        </p>
      )}
      {answer.payload !== null && <CodeBlock code={answer.payload} label="payload" />}
      {answer.stored && (
        <details className="text-sm">
          <summary className="cursor-pointer text-muted">Stored properties it was evaluated with</summary>
          <CodeBlock
            className="mt-2"
            code={JSON.stringify(answer.stored.person_properties, null, 2)}
            label="person properties"
          />
        </details>
      )}
    </div>
  );
}

const OUTCOMES: Readonly<Record<ConditionExplanation["outcome"], string>> = {
  match: "matches",
  no_match: "does not match",
  out_of_rollout: "matches, but outside the rollout",
  no_identifier: "no such group or device in the request",
  undecided: "cannot be decided",
};

function Condition({ condition }: { readonly condition: ConditionExplanation }) {
  return (
    <li className={cn("border-l-2 py-1 pl-3", condition.decided ? "border-accent" : "border-line")}>
      <div className="flex flex-wrap items-center gap-2 text-sm">
        <span className="font-medium">Condition {condition.index + 1}</span>
        <span className="text-muted">{OUTCOMES[condition.outcome]}</span>
        {condition.decided && <Badge tone="accent">decided</Badge>}
      </div>
      <ul className="mt-1 flex flex-col gap-0.5">
        {condition.filters.map((item) => (
          <FilterVerdict key={JSON.stringify(item.filter)} item={item} />
        ))}
        {condition.filters.length === 0 && <li className="text-sm text-muted">No filters: everyone.</li>}
      </ul>
      {condition.rollout.hash !== null && (
        <Bucket
          title={`Rollout of ${condition.identifier ?? ""}`}
          hash={condition.rollout.hash}
          percentage={condition.rollout.percentage}
          inside={condition.rollout.hash <= condition.rollout.percentage / 100}
        />
      )}
    </li>
  );
}

const VERDICTS = {
  yes: { icon: <Check className="size-4 text-ok" aria-hidden />, text: "matches" },
  no: { icon: <X className="size-4 text-danger" aria-hidden />, text: "does not match" },
  unknown: { icon: <Minus className="size-4 text-warn" aria-hidden />, text: "cannot be decided" },
  needs_server: { icon: <Minus className="size-4 text-warn" aria-hidden />, text: "needs stored events" },
} as const;

function FilterVerdict({ item }: { readonly item: FilterExplanation }) {
  const verdict = VERDICTS[item.verdict];
  return (
    <li className="flex flex-wrap items-center gap-x-2 text-sm">
      {verdict.icon}
      <span className="sr-only">{verdict.text}:</span>
      <code className="font-mono text-xs">{describeFilter(item.filter)}</code>
      <span className="text-xs text-muted">
        {item.actual === undefined ? "not set" : `found ${showValue(item.actual)}`}
      </span>
    </li>
  );
}

interface BucketProps {
  readonly title: string;
  readonly hash: number;
  readonly percentage: number;
  readonly inside: boolean;
}

/** Where a hash lies against its threshold. */
function Bucket({ title, hash, percentage, inside }: BucketProps) {
  return (
    <div className="mt-2 max-w-md text-xs">
      <div className="flex justify-between gap-2 text-muted">
        <span className="truncate">{title}</span>
        <span className="shrink-0 font-mono tabular-nums">
          {hash.toFixed(6)} {inside ? "≤" : ">"} {percentage / 100}
        </span>
      </div>
      <div className="relative mt-1 h-2 rounded-full bg-sunken">
        <div className="absolute h-full rounded-full bg-accent/50" style={{ width: `${percentage}%` }} />
        <div
          className={cn("absolute -top-0.5 h-3 w-0.5", inside ? "bg-accent" : "bg-danger")}
          style={{ left: `${hash * 100}%` }}
        />
      </div>
    </div>
  );
}
