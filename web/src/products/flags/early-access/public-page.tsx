"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { parseAsString, useQueryState } from "nuqs";
import { useEdgeHost } from "@/lib/edge-host";
import { enroll } from "@/products/flags/early-access/api";
import { stageLabel } from "@/products/flags/early-access/stages";
import { Badge } from "@/ui/badge";
import { SkeletonRows } from "@/ui/skeleton";
import { EmptyState, ErrorState } from "@/ui/states";
import { Switch } from "@/ui/switch";
import { toast } from "@/ui/toast";

interface PublicFeature {
  readonly name: string;
  readonly description: string;
  readonly stage: "concept" | "alpha" | "beta" | "general-availability";
  readonly documentationUrl: string;
  readonly flagKey: string;
}

const STAGES = ["concept", "alpha", "beta", "general-availability"];

/** What a visitor may switch on early. A site links here with `?distinct_id=` of the person who clicks. */
export function PublicEarlyAccessPage({ token }: { readonly token: string }) {
  const host = useEdgeHost("");
  const client = useQueryClient();
  const [distinctId] = useQueryState("distinct_id", parseAsString.withDefault(""));
  const features = useQuery({
    queryKey: ["public-features", host, token],
    enabled: host !== "",
    queryFn: async () => {
      const stages = STAGES.map((stage) => `&stage=${stage}`).join("");
      const response = await fetch(`${host}/api/early_access_features/?token=${token}${stages}`);
      if (!response.ok) throw new Error("This page does not belong to a project any more.");
      return ((await response.json()) as { earlyAccessFeatures: PublicFeature[] }).earlyAccessFeatures;
    },
  });
  const chosen = useQuery({
    queryKey: ["public-choices", host, token, distinctId],
    enabled: host !== "" && distinctId !== "",
    queryFn: async () => {
      const body = JSON.stringify({ token, distinct_id: distinctId });
      const response = await fetch(`${host}/flags/?v=2`, { method: "POST", body });
      const { flags } = (await response.json()) as { flags: Record<string, { enabled: boolean }> };
      return new Set(Object.entries(flags).flatMap(([key, { enabled }]) => (enabled ? [key] : [])));
    },
  });
  const choose = useMutation({
    mutationFn: ({ feature, isIn }: { feature: PublicFeature; isIn: boolean }) =>
      enroll({ token, host }, feature, feature.flagKey, distinctId, isIn),
    onSuccess: (_, { feature, isIn }) => {
      client.setQueryData(["public-choices", host, token, distinctId], (before?: ReadonlySet<string>) => {
        const next = new Set(before);
        if (isIn) next.add(feature.flagKey);
        else next.delete(feature.flagKey);
        return next;
      });
    },
    onError: (error) => toast.error("Your choice was not saved.", error),
  });
  return (
    <main className="mx-auto flex min-h-dvh max-w-2xl flex-col gap-6 px-4 py-10">
      <header>
        <h1 className="text-xl font-semibold tracking-tight">Try what is new</h1>
        <p className="mt-1 text-sm text-muted">
          Switch on what you want to have early. You can switch it off again at any time.
        </p>
      </header>
      {features.error && <ErrorState error={features.error} onRetry={() => void features.refetch()} />}
      {features.isPending && <SkeletonRows rows={3} />}
      {features.data?.length === 0 && (
        <EmptyState title="Nothing new right now">
          Come back later: new things are offered here first.
        </EmptyState>
      )}
      {distinctId === "" && (features.data?.length ?? 0) > 0 && (
        <p className="border-l-2 border-warn pl-3 text-sm">
          Open this page from within the app: it needs to know who you are.
        </p>
      )}
      <ul className="flex flex-col gap-3">
        {features.data?.map((feature) => (
          <li
            key={feature.flagKey}
            className="flex items-start gap-4 rounded-lg border border-line bg-surface p-4"
          >
            <div className="min-w-0 flex-1">
              <h2 className="flex flex-wrap items-center gap-2 font-medium">
                {feature.name} <Badge>{stageLabel(feature.stage)}</Badge>
              </h2>
              <p className="mt-1 text-sm text-muted">{feature.description}</p>
              {feature.documentationUrl && (
                <a
                  className="mt-1 inline-block text-sm text-accent hover:underline"
                  href={feature.documentationUrl}
                  target="_blank"
                  rel="noreferrer noopener"
                >
                  Read more
                </a>
              )}
            </div>
            <Switch
              aria-label={feature.stage === "concept" ? `I want ${feature.name}` : feature.name}
              disabled={distinctId === "" || chosen.isPending}
              checked={chosen.data?.has(feature.flagKey) ?? false}
              onChange={(isIn) => choose.mutate({ feature, isIn })}
            />
          </li>
        ))}
      </ul>
    </main>
  );
}
