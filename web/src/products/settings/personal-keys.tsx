"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import { api } from "@/lib/api/client";
import type { Page, PersonalKey } from "@/lib/api/types";
import { ago } from "@/lib/format";
import { NewKeyDialog } from "@/products/settings/new-key-dialog";
import { describeScopes } from "@/products/settings/scopes";
import { ShownOnce } from "@/products/settings/shown-once";
import { Button } from "@/ui/button";
import { Confirm } from "@/ui/dialog";
import { Panel } from "@/ui/page";
import { SkeletonRows } from "@/ui/skeleton";
import { EmptyState, ErrorState } from "@/ui/states";
import { toast } from "@/ui/toast";

const PATH = "/api/personal_api_keys/";

/** Keys of the person who is signed in, for REST calls and command-line tools. */
export function PersonalKeys() {
  const client = useQueryClient();
  const [creating, setCreating] = useState(false);
  const [value, setValue] = useState<string | null>(null);
  const [leaving, setLeaving] = useState<PersonalKey | null>(null);
  const keys = useQuery({
    queryKey: ["personal-keys"],
    queryFn: async () => {
      const answer = await api.get<readonly PersonalKey[] | Page<PersonalKey>>(PATH);
      return "results" in answer ? answer.results : answer;
    },
  });
  const revoke = useMutation({
    mutationFn: (key: PersonalKey) => api.delete(`${PATH}${key.id}/`),
    onSuccess: async (_, key) => {
      await client.invalidateQueries({ queryKey: ["personal-keys"] });
      toast.success(`${key.label} is revoked.`);
    },
    onError: (error, key) => toast.error(`${key.label} could not be revoked.`, error),
    onSettled: () => setLeaving(null),
  });
  return (
    <Panel
      title="Personal API keys"
      actions={
        <Button size="sm" onClick={() => setCreating(true)}>
          <Plus /> New key
        </Button>
      }
    >
      {keys.error && <ErrorState error={keys.error} onRetry={() => void keys.refetch()} />}
      {keys.isPending && <SkeletonRows rows={2} />}
      {keys.data?.length === 0 && (
        <EmptyState title="No keys yet">
          A personal key lets programs call the API in your name, limited to the scopes you give it.
        </EmptyState>
      )}
      <ul>
        {keys.data?.map((key) => (
          <li key={key.id} className="flex items-center gap-3 border-b border-line px-3 py-2 last:border-0">
            <div className="min-w-0 flex-1">
              <p className="flex flex-wrap items-baseline gap-x-2 text-sm">
                <span className="font-medium">{key.label}</span>
                {key.mask_value && <code className="font-mono text-xs text-muted">{key.mask_value}</code>}
              </p>
              <p className="truncate text-xs text-muted">
                May do {describeScopes(key.scopes)}. Created {ago(key.created_at)},{" "}
                {key.last_used_at ? `last used ${ago(key.last_used_at)}` : "never used"}.
              </p>
            </div>
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
      <NewKeyDialog
        open={creating}
        onClose={() => setCreating(false)}
        onCreated={(key) => {
          setCreating(false);
          setValue(key.value ?? null);
          void client.invalidateQueries({ queryKey: ["personal-keys"] });
        }}
      />
      <ShownOnce value={value} onClose={() => setValue(null)} />
      <Confirm
        open={leaving !== null}
        onOpenChange={() => setLeaving(null)}
        title={`Revoke ${leaving?.label}?`}
        action="Revoke key"
        busy={revoke.isPending}
        onConfirm={() => leaving && revoke.mutate(leaving)}
      >
        Programs that use it are refused from now on.
      </Confirm>
    </Panel>
  );
}
