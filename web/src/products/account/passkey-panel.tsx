"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Fingerprint, Plus, Trash2 } from "lucide-react";
import { api } from "@/lib/api/client";
import { ago } from "@/lib/format";
import { addPasskey } from "@/products/auth/ways/passkey";
import { describeBrowser } from "@/products/settings/describe-browser";
import { Button } from "@/ui/button";
import { Panel } from "@/ui/page";
import { SkeletonRows } from "@/ui/skeleton";
import { EmptyState, ErrorState } from "@/ui/states";
import { toast } from "@/ui/toast";

interface Passkey {
  readonly id: string;
  readonly name: string | null;
  readonly createdAt: string | null;
  readonly backedUp: boolean;
}

const KEY = ["passkeys"];

/** Passkeys: log in with a finger, a face or a security key, without password and code. */
export function PasskeyPanel() {
  const client = useQueryClient();
  const passkeys = useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => api.get<readonly Passkey[]>("/api/auth/passkey/list-user-passkeys", signal),
  });
  const refresh = () => client.invalidateQueries({ queryKey: KEY });
  const add = useMutation({
    mutationFn: () => addPasskey(describeBrowser(navigator.userAgent).name),
    onSuccess: async () => {
      toast.success("The passkey is ready.");
      await refresh();
    },
    onError: (error) => void toast.error("No passkey was made", error),
  });
  const remove = useMutation({
    mutationFn: (id: string) => api.post("/api/auth/passkey/delete-passkey", { id }),
    onSuccess: refresh,
    onError: (error) => void toast.error("The passkey stays", error),
  });
  return (
    <Panel
      title="Passkeys"
      actions={
        <Button size="sm" busy={add.isPending} onClick={() => add.mutate()}>
          <Plus /> Add passkey
        </Button>
      }
    >
      {passkeys.error && <ErrorState error={passkeys.error} onRetry={() => void passkeys.refetch()} />}
      {passkeys.isPending && <SkeletonRows rows={1} />}
      {passkeys.data?.length === 0 && (
        <EmptyState icon={<Fingerprint />} title="No passkeys yet">
          Log in with a finger, a face or a security key. Nothing can be phished, and no code is asked for.
        </EmptyState>
      )}
      <ul>
        {passkeys.data?.map((passkey) => (
          <li
            key={passkey.id}
            className="flex items-center gap-3 border-b border-line px-3 py-2 last:border-0"
          >
            <Fingerprint className="size-4 shrink-0 text-muted" aria-hidden />
            <p className="min-w-0 flex-1 text-sm">
              {passkey.name || "Passkey"}
              <span className="block text-xs text-muted">
                {passkey.createdAt && `made ${ago(passkey.createdAt)}`}
                {passkey.backedUp && ", kept in your account with the maker"}
              </span>
            </p>
            <Button
              size="icon-sm"
              variant="quiet"
              aria-label={`Remove ${passkey.name || "passkey"}`}
              disabled={remove.isPending}
              onClick={() => remove.mutate(passkey.id)}
            >
              <Trash2 />
            </Button>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
