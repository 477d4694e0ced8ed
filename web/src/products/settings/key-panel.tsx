"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Plus, RefreshCw, Trash2 } from "lucide-react";
import { type ReactNode, useState } from "react";
import { api } from "@/lib/api/client";
import type { Page } from "@/lib/api/types";
import { RollDialog } from "@/products/settings/roll-dialog";
import { Button } from "@/ui/button";
import { Confirm } from "@/ui/dialog";
import { Panel } from "@/ui/page";
import { SkeletonRows } from "@/ui/skeleton";
import { EmptyState, ErrorState } from "@/ui/states";
import { toast } from "@/ui/toast";

export interface Key {
  readonly id: string;
  readonly label: string;
  readonly mask_value?: string | null;
  /** Only in the answer to its creation. */
  readonly value?: string | null;
  readonly created_at: string;
  readonly expires_at?: string | null;
}

interface KeyPanelProps<K extends Key> {
  readonly title: string;
  /** Where the API lists them; one is revoked at `<path><id>/`. */
  readonly path: string;
  readonly queryKey: readonly unknown[];
  /** What such keys are for, while there is none. */
  readonly purpose: string;
  /** What happens to those who use a revoked one. */
  readonly warning: string;
  readonly describe: (key: K) => ReactNode;
  /** `count` = how many there are. */
  readonly onNew: (count: number) => void;
  /** A new value came back for a key. */
  readonly onRolled?: (value: string) => void;
  readonly busy?: boolean;
  readonly children?: ReactNode;
}

/** Keys of one kind: listed, made and revoked. */
export function KeyPanel<K extends Key>(props: KeyPanelProps<K>) {
  const client = useQueryClient();
  const [leaving, setLeaving] = useState<K | null>(null);
  const [rolling, setRolling] = useState<K | null>(null);
  const keys = useQuery({
    queryKey: props.queryKey,
    queryFn: async () => {
      const answer = await api.get<readonly K[] | Page<K>>(props.path);
      return "results" in answer ? answer.results : answer;
    },
  });
  const revoke = useMutation({
    mutationFn: (key: K) => api.delete(`${props.path}${key.id}/`),
    onSuccess: async (_, key) => {
      await client.invalidateQueries({ queryKey: props.queryKey });
      toast.success(`${key.label} is revoked.`);
    },
    onError: (error, key) => toast.error(`${key.label} could not be revoked.`, error),
    onSettled: () => setLeaving(null),
  });
  return (
    <Panel
      title={props.title}
      actions={
        <Button size="sm" busy={props.busy ?? false} onClick={() => props.onNew(keys.data?.length ?? 0)}>
          <Plus /> New key
        </Button>
      }
    >
      {keys.error && <ErrorState error={keys.error} onRetry={() => void keys.refetch()} />}
      {keys.isPending && <SkeletonRows rows={2} />}
      {keys.data?.length === 0 && <EmptyState title="No keys yet">{props.purpose}</EmptyState>}
      <ul>
        {keys.data?.map((key) => (
          <li key={key.id} className="flex items-center gap-3 border-b border-line px-3 py-2 last:border-0">
            <div className="min-w-0 flex-1">
              <p className="flex flex-wrap items-baseline gap-x-2 text-sm">
                <span className="font-medium">{key.label}</span>
                {key.mask_value && <code className="font-mono text-xs text-muted">{key.mask_value}</code>}
              </p>
              <p className="truncate text-xs text-muted">{props.describe(key)}</p>
            </div>
            {props.onRolled && (
              <Button
                size="icon-sm"
                variant="quiet"
                aria-label={`New value for ${key.label}`}
                title="New value"
                onClick={() => setRolling(key)}
              >
                <RefreshCw />
              </Button>
            )}
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
        {props.warning}
      </Confirm>
      <RollDialog
        path={rolling && `${props.path}${rolling.id}/roll/`}
        label={rolling?.label ?? ""}
        onClose={() => setRolling(null)}
        onRolled={(value) => {
          setRolling(null);
          props.onRolled?.(value);
          void client.invalidateQueries({ queryKey: props.queryKey });
        }}
      />
      {props.children}
    </Panel>
  );
}
