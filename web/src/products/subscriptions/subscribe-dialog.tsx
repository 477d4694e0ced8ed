"use client";
import { type FormEvent, useState } from "react";
import { explainError } from "@/lib/api/error";
import { useProject, useProjectContext } from "@/lib/project-context";
import { fromLocalField } from "@/lib/zoned-time";
import {
  type Frequency,
  type SubscribedThing,
  type TargetType,
  useSubscriptions,
  useWriteSubscription,
} from "@/products/subscriptions/api";
import { SubscriptionList } from "@/products/subscriptions/subscription-list";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Field } from "@/ui/field";
import { Input } from "@/ui/input";
import { Select } from "@/ui/select";
import { toast } from "@/ui/toast";

const TARGETS: readonly { value: TargetType; label: string }[] = [
  { value: "email", label: "E-mail" },
  { value: "slack", label: "Slack" },
  { value: "teams", label: "Microsoft Teams" },
  { value: "webhook", label: "Web hook (JSON)" },
];
const FREQUENCIES: readonly { value: Frequency; label: string }[] = [
  { value: "daily", label: "every day" },
  { value: "weekly", label: "every week" },
  { value: "monthly", label: "every month" },
];
const DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const;
type Day = (typeof DAYS)[number];
const HOURS = Array.from({ length: 24 }, (_, hour) => String(hour).padStart(2, "0"));

interface SubscribeDialogProps {
  readonly thing: SubscribedThing;
  readonly name: string;
  readonly onClose: () => void;
}

/** Lets an insight or a dashboard come by itself, and shows who has it already. */
export function SubscribeDialog({ thing, name, onClose }: SubscribeDialogProps) {
  const project = useProject();
  const { me } = useProjectContext();
  const existing = useSubscriptions(thing);
  const write = useWriteSubscription();
  const [type, setType] = useState<TargetType>("email");
  const [target, setTarget] = useState(me.email);
  const [frequency, setFrequency] = useState<Frequency>("weekly");
  const [day, setDay] = useState<Day>("monday");
  const [hour, setHour] = useState("09");
  const choose = (next: TargetType) => {
    setType(next);
    setTarget(next === "email" ? me.email : "");
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const body = {
      ...thing,
      target_type: type,
      target_value: target,
      frequency,
      interval: 1,
      byweekday: frequency === "weekly" ? [day] : frequency === "monthly" ? ["monday"] : null,
      bysetpos: frequency === "monthly" ? 1 : null,
      start_date: startDate(hour, project.timezone),
    };
    write.mutate(
      { method: "POST", path: "", body },
      {
        onSuccess: () => {
          toast.success("Subscribed; the first one is on its way");
          setTarget(type === "email" ? me.email : "");
        },
      },
    );
  };
  const rows = existing.data?.results ?? [];
  return (
    <Dialog open onOpenChange={onClose} title={`Subscribe to “${name}”`}>
      <form onSubmit={submit} className="flex flex-col gap-3">
        <div className="flex flex-wrap gap-3">
          <Field label="By">
            <Select<TargetType> value={type} onChange={choose} options={TARGETS} />
          </Field>
          <Field
            className="flex-1 basis-56"
            label={type === "email" ? "To" : "URL of the incoming web hook"}
            hint={type === "email" ? "Several addresses are separated by commas." : undefined}
            error={write.error ? explainError(write.error).detail : undefined}
          >
            <Input
              required
              value={target}
              type={type === "email" ? "text" : "url"}
              placeholder={type === "email" ? "ada@example.com" : "https://hooks.slack.com/services/…"}
              onChange={(event) => setTarget(event.target.value)}
            />
          </Field>
        </div>
        <fieldset className="flex flex-wrap items-center gap-2 text-sm">
          <legend className="mb-1 text-sm font-medium">When</legend>
          <Select<Frequency>
            aria-label="How often"
            value={frequency}
            onChange={setFrequency}
            options={FREQUENCIES}
          />
          {frequency === "weekly" && (
            <>
              on
              <Select<Day>
                aria-label="Day"
                value={day}
                onChange={setDay}
                options={DAYS.map((value) => ({ value, label: value[0]!.toUpperCase() + value.slice(1) }))}
              />
            </>
          )}
          {frequency === "monthly" && <span>on its first Monday</span>}
          at
          <Select<string>
            aria-label="Hour"
            value={hour}
            onChange={setHour}
            options={HOURS.map((value) => ({ value, label: `${value}:00` }))}
          />
          <span className="text-muted">{project.timezone}</span>
        </fieldset>
        <Button type="submit" variant="primary" className="self-start" busy={write.isPending}>
          Subscribe
        </Button>
      </form>
      {rows.length > 0 && (
        <section aria-label="Subscriptions" className="mt-5 border-t border-line pt-3">
          <h3 className="mb-1 text-sm font-medium">Who gets it</h3>
          <SubscriptionList rows={rows} />
        </section>
      )}
    </Dialog>
  );
}

/** Today at an hour of the project's clock: the day is only an anchor. */
function startDate(hour: string, zone: string): string {
  const today = new Intl.DateTimeFormat("en-CA", { timeZone: zone }).format(new Date());
  return fromLocalField(`${today}T${hour}:00`, zone) ?? new Date().toISOString();
}
