"use client";
import { type FormEvent, useState } from "react";
import { explainError } from "@/lib/api/error";
import { useProjectContext } from "@/lib/project-context";
import { type Alert, type AlertInterval, useMembers, useWriteAlert } from "@/products/alerts/api";
import { INTERVALS, seriesOf } from "@/products/alerts/describe";
import { type AlertDraft, bodyOf, draftOf, emptyDraft, type Watching } from "@/products/alerts/draft";
import { Button } from "@/ui/button";
import { Field } from "@/ui/field";
import { Input } from "@/ui/input";
import { Select } from "@/ui/select";
import { toast } from "@/ui/toast";

const WATCHING: readonly { value: Watching; label: string }[] = [
  { value: "absolute_value", label: "The value is" },
  { value: "relative_increase", label: "It increases by" },
  { value: "relative_decrease", label: "It decreases by" },
  { value: "unusual", label: "It is unusual for its day or hour" },
];

interface AlertFormProps {
  readonly insightId: number;
  readonly query: unknown;
  readonly alert: Alert | null;
  readonly onDone: () => void;
}

/** Sets or changes what an alert watches for, how often, and who is told. */
export function AlertForm({ insightId, query, alert, onDone }: AlertFormProps) {
  const { me } = useProjectContext();
  const members = useMembers();
  const write = useWriteAlert();
  const people = members.data?.results.map(({ user }) => user) ?? [];
  const own = people.find(({ email }) => email === me.email)?.id ?? 0;
  // Only what was changed is kept: who I am may be known later than my first letter.
  const [changes, setChanges] = useState<Partial<AlertDraft>>({});
  const draft: AlertDraft = { ...(alert ? draftOf(alert) : emptyDraft(own)), ...changes };
  const set = (change: Partial<AlertDraft>) => setChanges((before) => ({ ...before, ...change }));
  const series = seriesOf(query);
  const relative = draft.watching === "relative_increase" || draft.watching === "relative_decrease";
  const submit = (event: FormEvent) => {
    event.preventDefault();
    write.mutate(
      {
        method: alert ? "PATCH" : "POST",
        path: alert ? `${alert.id}/` : "",
        body: bodyOf(draft, insightId, query, alert),
      },
      {
        onSuccess: () => {
          toast.success(alert ? "Alert changed" : "Alert set; its first check comes within a minute");
          onDone();
        },
      },
    );
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <Field label="Name">
        <Input
          value={draft.name}
          maxLength={255}
          placeholder="Signups dropped"
          onChange={(event) => set({ name: event.target.value })}
        />
      </Field>
      {series.length > 1 && (
        <Field label="Watch">
          <Select<string> value={draft.series} onChange={(next) => set({ series: next })} options={series} />
        </Field>
      )}
      <fieldset className="flex flex-wrap items-end gap-2">
        <legend className="mb-1 text-sm font-medium">Tell when</legend>
        <Select<Watching>
          aria-label="Tell when"
          value={draft.watching}
          onChange={(watching) => set({ watching })}
          options={WATCHING}
        />
        {draft.watching !== "unusual" && (
          <>
            <Bound label="less than" value={draft.lower} onChange={(lower) => set({ lower })} />
            <span className="pb-1.5 text-sm text-muted">or</span>
            <Bound label="more than" value={draft.upper} onChange={(upper) => set({ upper })} />
          </>
        )}
        {relative && (
          <Select<string>
            aria-label="Unit"
            value={draft.percent ? "percent" : "number"}
            onChange={(unit) => set({ percent: unit === "percent" })}
            options={[
              { value: "number", label: "in numbers" },
              { value: "percent", label: "%" },
            ]}
          />
        )}
      </fieldset>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 text-sm">
        <Select<AlertInterval>
          aria-label="How often"
          value={draft.interval}
          onChange={(interval) => set({ interval })}
          options={INTERVALS}
        />
        <Check
          label="not on weekends"
          checked={draft.skipWeekend}
          onChange={(skipWeekend) => set({ skipWeekend })}
        />
        {series.length > 0 && (
          <Check
            label="look at the running day or hour too"
            checked={draft.ongoing}
            onChange={(ongoing) => set({ ongoing })}
          />
        )}
      </div>
      <fieldset>
        <legend className="mb-1 text-sm font-medium">Tell whom</legend>
        <div className="flex max-h-40 flex-col gap-1.5 overflow-auto text-sm">
          {people.map((user) => (
            <Check
              key={user.id}
              label={user.first_name ? `${user.first_name} (${user.email})` : user.email}
              checked={draft.users.includes(user.id)}
              onChange={(on) =>
                set({ users: on ? [...draft.users, user.id] : draft.users.filter((id) => id !== user.id) })
              }
            />
          ))}
        </div>
      </fieldset>
      {write.error && (
        <p role="alert" className="text-sm text-danger">
          {explainError(write.error).detail}
        </p>
      )}
      <div className="flex justify-end gap-2">
        <Button type="button" variant="ghost" onClick={onDone}>
          Cancel
        </Button>
        <Button type="submit" variant="primary" busy={write.isPending} disabled={!members.data}>
          {alert ? "Save alert" : "Set alert"}
        </Button>
      </div>
    </form>
  );
}

interface BoundProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

function Bound({ label, value, onChange }: BoundProps) {
  return (
    <Input
      aria-label={label}
      placeholder={label}
      type="number"
      step="any"
      className="w-28"
      value={value}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}

interface CheckProps {
  readonly label: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
}

function Check({ label, checked, onChange }: CheckProps) {
  return (
    <label className="flex items-center gap-2">
      <input
        type="checkbox"
        className="accent-(--accent)"
        checked={checked}
        onChange={(event) => onChange(event.target.checked)}
      />
      {label}
    </label>
  );
}
