"use client";
import { METERED, type ProductKey, productOf } from "@edgewise/core/billing/products.ts";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { billQuery, saveLimits } from "@/products/billing/api";
import { ArchivePanel } from "@/products/billing/archive-panel";
import { dollarsOf, microsOf } from "@/products/billing/shape";
import type { Limits } from "@/products/billing/types";
import { useOrganizationId } from "@/products/billing/use-organization";
import { Button } from "@/ui/button";
import { Field } from "@/ui/field";
import { Input } from "@/ui/input";
import { Panel } from "@/ui/page";
import { SkeletonRows } from "@/ui/skeleton";
import { ErrorState } from "@/ui/states";
import { Switch } from "@/ui/switch";
import { toast } from "@/ui/toast";

/** What may be spent in a month: everybody sees it, admins set it. */
export function LimitsSection() {
  const bill = useQuery(billQuery(useOrganizationId()));
  if (bill.error) return <ErrorState error={bill.error} onRetry={() => void bill.refetch()} />;
  if (!bill.data) return <SkeletonRows rows={6} />;
  const { limits } = bill.data;
  return (
    <>
      <LimitsForm limits={limits} key={JSON.stringify(limits)} />
      <ArchivePanel canChange={limits.can_change} />
    </>
  );
}

type Drafts = Readonly<Partial<Record<ProductKey | "overall", string>>>;

function draftsOf({ limits }: Limits): Drafts {
  const products = METERED.map((key) => [key, dollarsOf(limits.products[key])]);
  return { overall: dollarsOf(limits.overall), ...Object.fromEntries(products) };
}

function LimitsForm({ limits }: { readonly limits: Limits }) {
  const organizationId = useOrganizationId();
  const client = useQueryClient();
  const [drafts, setDrafts] = useState(() => draftsOf(limits));
  const [pause, setPause] = useState(limits.pause_sdks);
  const save = useMutation({
    mutationFn: (change: Parameters<typeof saveLimits>[1]) => saveLimits(organizationId, change),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ["bill", organizationId] });
      toast.success("The limits are in force.");
    },
    onError: (error) => void toast.error("The limits were not saved.", error),
  });
  const wrong = (key: ProductKey | "overall") =>
    microsOf(drafts[key] ?? "") === undefined ? "Dollars and cents, or nothing for no limit." : undefined;
  const isWrong = (["overall", ...METERED] as const).some((key) => wrong(key) !== undefined);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const own = METERED.map((key) => [key, microsOf(drafts[key] ?? "")] as const);
    const products = Object.fromEntries(own.filter(([, micros]) => typeof micros === "number"));
    save.mutate({ limits: { overall: microsOf(drafts.overall ?? "") ?? null, products }, pause_sdks: pause });
  };
  const field = (key: ProductKey | "overall", label: string, hint: string) => (
    <Field key={key} label={label} hint={hint} error={wrong(key)}>
      <Input
        inputMode="decimal"
        placeholder="No limit"
        className="max-w-40 tabular-nums"
        value={drafts[key] ?? ""}
        disabled={!limits.can_change}
        onChange={({ target }) => setDrafts({ ...drafts, [key]: target.value })}
      />
    </Field>
  );
  return (
    <form onSubmit={submit} noValidate className="flex max-w-3xl flex-col gap-4">
      <Panel title="Spending limits, US dollars a month">
        <div className="grid gap-4 p-3 sm:grid-cols-2">
          {field("overall", "Everything together", "Products share it.")}
          {METERED.map((key) => field(key, productOf(key).name, freeText(key)))}
        </div>
      </Panel>
      <Panel title="Over a limit">
        <div className="flex flex-col gap-3 p-3 text-sm">
          <p className="max-w-prose text-muted">
            Nothing is lost: every event is still counted exactly, one person in ten is kept whole with a
            weight, and the other events wait in storage for 30 days. Flags go on answering. None of it is
            billed.
          </p>
          <label htmlFor="pause-sdks" className="flex items-start gap-3">
            <Switch id="pause-sdks" checked={pause} onChange={setPause} disabled={!limits.can_change} />
            <span>
              <span className="font-medium">Ask SDKs to pause instead</span>
              <span className="block text-muted">
                Browsers then drop what they meet for a minute at a time: fewer requests, but totals are no
                longer exact.
              </span>
            </span>
          </label>
        </div>
      </Panel>
      {limits.can_change ? (
        <div className="flex flex-wrap gap-2">
          <Button type="submit" variant="primary" disabled={isWrong || save.isPending}>
            Save limits
          </Button>
          {limits.limits_are_own && (
            <Button type="button" disabled={save.isPending} onClick={() => save.mutate({ limits: null })}>
              Back to the plan’s limits
            </Button>
          )}
        </div>
      ) : (
        <p className="text-sm text-muted">Admins and owners of the organisation change limits.</p>
      )}
    </form>
  );
}

function freeText(key: ProductKey): string {
  const { free, unit } = productOf(key);
  return `${free.toLocaleString("en-US")} ${unit}s a month are free and never refused.`;
}
