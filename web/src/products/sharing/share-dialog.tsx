"use client";
import { useState } from "react";
import { explainError } from "@/lib/api/error";
import { type Shared, useSharing } from "@/products/sharing/api";
import { SharePasswords } from "@/products/sharing/share-passwords";
import { StateLink } from "@/products/sharing/state-link";
import { Button } from "@/ui/button";
import { CodeBlock } from "@/ui/code-block";
import { Confirm, Dialog } from "@/ui/dialog";
import { Skeleton } from "@/ui/skeleton";
import { ErrorState } from "@/ui/states";
import { Switch } from "@/ui/switch";
import { toast } from "@/ui/toast";

interface ShareDialogProps {
  readonly item: Shared;
  readonly name: string;
  /** The query as it is shown now, for a link to this very state. */
  readonly state?: Readonly<Record<string, unknown>>;
  readonly onClose: () => void;
}

/** Shares a dashboard or an insight with people who have no account. */
export function ShareDialog({ item, name, state, onClose }: ShareDialogProps) {
  const { sharing, change } = useSharing(item, true);
  const [renewing, setRenewing] = useState(false);
  const mutate: typeof change.mutate = (what, options) =>
    change.mutate(what, {
      onError: (error) => void toast.error(explainError(error).headline, error),
      ...options,
    });
  const token = sharing.data?.access_token;
  const origin = typeof window === "undefined" ? "" : window.location.origin;
  const link = `${origin}/shared/${token}`;
  const frame = `<iframe src="${origin}/embed/${token}" title="${name.replaceAll('"', "&quot;")}" width="100%" height="600" loading="lazy" style="border:0"></iframe>`;
  return (
    <Dialog open onOpenChange={onClose} title={`Share “${name}”`}>
      {sharing.isPending && <Skeleton className="h-24" />}
      {sharing.error && <ErrorState error={sharing.error} onRetry={() => void sharing.refetch()} />}
      {sharing.data && (
        <div className="flex flex-col gap-5">
          <div className="flex items-start gap-3">
            <Switch
              className="mt-0.5"
              aria-label="Share by link"
              checked={sharing.data.enabled}
              disabled={change.isPending}
              onChange={(enabled) => mutate({ path: "", method: "PATCH", body: { enabled } })}
            />
            <span>
              <span className="block text-sm font-medium">Share by link</span>
              <span className="block text-sm text-muted">
                Whoever has the link sees charts and numbers: no filters, no people, nothing else of the
                project.
              </span>
            </span>
          </div>
          {sharing.data.enabled && token && (
            <>
              <CodeBlock code={link} label="Link" wrap />
              <SharePasswords
                passwords={sharing.data.share_passwords}
                busy={change.isPending}
                onAdd={(password, done) =>
                  mutate(
                    { path: "passwords/", method: "POST", body: password ? { raw_password: password } : {} },
                    { onSuccess: (made) => done(made.password ?? "") },
                  )
                }
                onRemove={(id) => mutate({ path: `passwords/${id}/`, method: "DELETE" })}
              />
              <details>
                <summary className="cursor-pointer text-sm font-medium">Embed in a web page</summary>
                <div className="mt-2">
                  <CodeBlock code={frame} label="HTML" wrap />
                </div>
              </details>
              <div className="flex items-center justify-between gap-3 border-t border-line pt-3">
                <p className="text-sm text-muted">Did the link get into wrong hands?</p>
                <Button size="sm" variant="danger" onClick={() => setRenewing(true)}>
                  Renew link
                </Button>
              </div>
            </>
          )}
          {state && <StateLink name={name} query={state} />}
        </div>
      )}
      <Confirm
        open={renewing}
        onOpenChange={setRenewing}
        title="Renew the link?"
        action="Renew link"
        busy={change.isPending}
        onConfirm={() =>
          mutate({ path: "refresh/", method: "POST" }, { onSuccess: () => setRenewing(false) })
        }
      >
        The old link and everything that embeds it stop working at once.
      </Confirm>
    </Dialog>
  );
}
