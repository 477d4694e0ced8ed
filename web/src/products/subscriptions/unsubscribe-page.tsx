"use client";
import { useMutation, useQuery } from "@tanstack/react-query";
import { MailX } from "lucide-react";
import { api } from "@/lib/api/client";
import { AuthFrame } from "@/products/auth/auth-frame";
import { Button } from "@/ui/button";
import { Skeleton } from "@/ui/skeleton";
import { EmptyState, ErrorState } from "@/ui/states";

interface Leaving {
  readonly title: string | null;
  readonly address: string;
  readonly subscribed: boolean;
}

/** Where the link of a mail leads: asks before it ends anything, since programs open links too. */
export function UnsubscribePage({ token }: { readonly token: string }) {
  const path = `/api/unsubscribe/${encodeURIComponent(token)}/`;
  const leaving = useQuery({
    queryKey: ["unsubscribe", token],
    retry: false,
    queryFn: ({ signal }) => api.get<Leaving>(path, signal),
  });
  const leave = useMutation({ mutationFn: () => api.post<Leaving>(path, {}) });
  const found = leave.data ?? leaving.data;
  return (
    <AuthFrame>
      {leaving.isPending && <Skeleton className="h-32" />}
      {leaving.error && (
        <EmptyState icon={<MailX />} title="This link does not work" className="m-0">
          It may be cut off. Open it from the mail again, or copy it whole.
        </EmptyState>
      )}
      {leave.error && <ErrorState error={leave.error} onRetry={() => leave.mutate()} />}
      {found && !found.subscribed && (
        <EmptyState icon={<MailX />} title="You are unsubscribed" className="m-0">
          {found.address} no longer gets these mails.
        </EmptyState>
      )}
      {found?.subscribed && (
        <div className="flex flex-col gap-3">
          <h1 className="text-lg font-semibold">Unsubscribe?</h1>
          <p className="text-sm text-muted">
            {found.address} no longer gets {found.title ? `“${found.title}”` : "these mails"}.
          </p>
          <Button variant="primary" busy={leave.isPending} onClick={() => leave.mutate()}>
            Unsubscribe
          </Button>
        </div>
      )}
    </AuthFrame>
  );
}
