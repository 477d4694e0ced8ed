"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import { api } from "@/lib/api/client";
import { ago } from "@/lib/format";
import { useProject } from "@/lib/project-context";
import { ShownOnce } from "@/products/settings/shown-once";
import { Button } from "@/ui/button";
import { Confirm } from "@/ui/dialog";
import { Panel } from "@/ui/page";
import { SkeletonRows } from "@/ui/skeleton";
import { EmptyState, ErrorState } from "@/ui/states";
import { toast } from "@/ui/toast";

interface SecretKey {
  readonly id: string;
  readonly label: string;
  readonly mask_value?: string | null;
  readonly value?: string;
  readonly created_at: string;
}

/** Keys with which server SDKs evaluate flags locally (`phs_…`). */
export function SecretKeys() {
  const project = useProject();
  const client = useQueryClient();
  const path = `/api/projects/${project.id}/secret_api_keys/`;
  const queryKey = ["secret-keys", project.id];
  const [value, setValue] = useState<string | null>(null);
  const [leaving, setLeaving] = useState<SecretKey | null>(null);
  const keys = useQuery({
    queryKey,
    queryFn: async () => {
      const answer = await api.get<readonly SecretKey[] | { readonly results: readonly SecretKey[] }>(path);
      return "results" in answer ? answer.results : answer;
    },
  });
  const create = useMutation({
    mutationFn: () => api.post<SecretKey>(path, { label: `Server key ${(keys.data?.length ?? 0) + 1}` }),
    onSuccess: (key) => {
      setValue(key.value ?? null);
      return client.invalidateQueries({ queryKey });
    },
    onError: (error) => toast.error("The key could not be created.", error),
  });
  const revoke = useMutation({
    mutationFn: (key: SecretKey) => api.delete(`${path}${key.id}/`),
    onSuccess: () => client.invalidateQueries({ queryKey }),
    onError: (error, key) => toast.error(`${key.label} could not be revoked.`, error),
    onSettled: () => setLeaving(null),
  });
  return (
    <Panel
      title="Secret keys of this project"
      actions={
        <Button size="sm" busy={create.isPending} onClick={() => create.mutate()}>
          <Plus /> New key
        </Button>
      }
    >
      {keys.error && <ErrorState error={keys.error} onRetry={() => void keys.refetch()} />}
      {keys.isPending && <SkeletonRows rows={2} />}
      {keys.data?.length === 0 && (
        <EmptyState title="No keys yet">
          Server SDKs need one to fetch flag definitions and evaluate them locally. Keep it out of browsers.
        </EmptyState>
      )}
      <ul>
        {keys.data?.map((key) => (
          <li key={key.id} className="flex items-center gap-3 border-b border-line px-3 py-2 last:border-0">
            <p className="min-w-0 flex-1 text-sm">
              <span className="font-medium">{key.label}</span>{" "}
              {key.mask_value && <code className="font-mono text-xs text-muted">{key.mask_value}</code>}
              <span className="block text-xs text-muted">Created {ago(key.created_at)}</span>
            </p>
            <Button
              size="icon-sm"
              variant="quiet"
              aria-label={`Revoke ${key.label}`}
              onClick={() => setLeaving(key)}
            >
              <Trash2 />
            </Button>
          </li>
        ))}
      </ul>
      <Confirm
        open={leaving !== null}
        onOpenChange={() => setLeaving(null)}
        title={`Revoke ${leaving?.label}?`}
        action="Revoke key"
        busy={revoke.isPending}
        onConfirm={() => leaving && revoke.mutate(leaving)}
      >
        Servers that use it can no longer fetch flag definitions; they keep what they have until they restart.
      </Confirm>
      <ShownOnce value={value} onClose={() => setValue(null)} />
    </Panel>
  );
}
