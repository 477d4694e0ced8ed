"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { ago } from "@/lib/format";
import { useProjectContext } from "@/lib/project-context";
import { ruleText } from "@/products/billing/rule-text";
import { addRule, type NewRule, type Rule, removeRule, rulesQuery } from "@/products/billing/rules-api";
import { Button } from "@/ui/button";
import { Field } from "@/ui/field";
import { Input } from "@/ui/input";
import { Panel } from "@/ui/page";
import { Select } from "@/ui/select";
import { SkeletonRows } from "@/ui/skeleton";
import { EmptyState, ErrorState } from "@/ui/states";
import { toast } from "@/ui/toast";

const SHARES = ["0", "1", "10", "25", "50"] as const;

/** What the edge drops or samples in this environment. */
export function RulesSection() {
  const { project } = useProjectContext();
  const client = useQueryClient();
  const rules = useQuery(rulesQuery(project.id));
  const changed = () => client.invalidateQueries({ queryKey: rulesQuery(project.id).queryKey });
  const remove = useMutation({
    mutationFn: (rule: Rule) => removeRule(project.id, rule.id),
    onSuccess: changed,
    onError: (error) => void toast.error("The rule could not be deleted.", error),
  });
  return (
    <>
      <p className="max-w-prose text-sm text-muted">
        Events that a rule leaves out are counted, and neither stored nor billed. The edge follows a change
        within a second. A sample keeps the same people for every event, so that their journeys stay whole.
      </p>
      <NewRuleForm onAdded={changed} />
      {rules.error && <ErrorState error={rules.error} onRetry={() => void rules.refetch()} />}
      {rules.isPending && <SkeletonRows rows={3} />}
      {rules.data?.results.length === 0 && (
        <EmptyState title="No rules" className="m-0">
          Every event of this environment is kept.
        </EmptyState>
      )}
      {rules.data && rules.data.results.length > 0 && (
        <Panel title="Rules of this environment; the first that names an event decides">
          <ul>
            {rules.data.results.map((rule) => (
              <li
                key={rule.id}
                className="flex flex-wrap items-center gap-3 border-b border-line px-3 py-2 text-sm last:border-0"
              >
                <span className="min-w-0 flex-1 break-words">{ruleText(rule)}</span>
                <span className="text-xs text-muted">{ago(rule.created_at)}</span>
                <Button size="sm" busy={remove.isPending} onClick={() => remove.mutate(rule)}>
                  Keep again
                </Button>
              </li>
            ))}
          </ul>
        </Panel>
      )}
    </>
  );
}

function NewRuleForm({ onAdded }: { readonly onAdded: () => Promise<void> }) {
  const { project } = useProjectContext();
  const [rule, setRule] = useState<NewRule>({ event: "", sdk: "", sdk_version: "", keep_percent: 10 });
  const add = useMutation({
    mutationFn: () => addRule(project.id, rule),
    onSuccess: async () => {
      await onAdded();
      setRule({ ...rule, event: "" });
      toast.success("The edge follows the rule.");
    },
    onError: (error) => void toast.error("The rule was not added.", error),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    add.mutate();
  };
  const text = (key: "event" | "sdk" | "sdk_version", label: string, placeholder: string) => (
    <Field label={label} className="w-40 grow">
      <Input
        value={rule[key]}
        placeholder={placeholder}
        onChange={({ target }) => setRule({ ...rule, [key]: target.value })}
      />
    </Field>
  );
  return (
    <Panel title="Leave events out">
      <form onSubmit={submit} className="flex flex-wrap items-end gap-3 p-3">
        {text("event", "Event", "Any event")}
        {text("sdk", "SDK", "Any, e.g. web")}
        {text("sdk_version", "SDK version", "Any")}
        <Field label="Keep">
          <Select<string>
            value={String(rule.keep_percent)}
            onChange={(value) => setRule({ ...rule, keep_percent: Number(value) })}
            options={SHARES.map((value) => ({
              value,
              label: value === "0" ? "Nobody’s (drop)" : `${value} % of people`,
            }))}
          />
        </Field>
        <Button type="submit" variant="primary" busy={add.isPending}>
          Add rule
        </Button>
      </form>
    </Panel>
  );
}
