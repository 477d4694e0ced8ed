"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Laptop, Smartphone } from "lucide-react";
import { api } from "@/lib/api/client";
import { ago } from "@/lib/format";
import { useProjectContext } from "@/lib/project-context";
import { describeBrowser } from "@/products/settings/describe-browser";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { Panel } from "@/ui/page";
import { SkeletonRows } from "@/ui/skeleton";
import { ErrorState } from "@/ui/states";
import { toast } from "@/ui/toast";

interface Session {
  readonly id: string;
  readonly token: string;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly ipAddress: string | null;
  readonly userAgent: string | null;
}

/** Where one is logged in, each to be ended; and whether the address is confirmed. */
export function SessionSettings() {
  const client = useQueryClient();
  const { me } = useProjectContext();
  const sessions = useQuery({
    queryKey: ["sessions-of-me"],
    queryFn: ({ signal }) => api.get<readonly Session[]>("/api/auth/list-sessions", signal),
  });
  const current = useQuery({
    queryKey: ["session-of-me"],
    queryFn: ({ signal }) => api.get<{ readonly session: Session } | null>("/api/auth/get-session", signal),
  });
  const end = useMutation({
    mutationFn: (token: string | null) =>
      token === null
        ? api.post("/api/auth/revoke-other-sessions", {})
        : api.post("/api/auth/revoke-session", { token }),
    onSuccess: () => client.invalidateQueries({ queryKey: ["sessions-of-me"] }),
    onError: (error) => void toast.error("The session was not ended", error),
  });
  const verify = useMutation({
    mutationFn: () => api.post("/api/auth/send-verification-email", { email: me.email }),
    onSuccess: () => void toast.success(`A mail is on its way to ${me.email}`),
    onError: (error) => void toast.error("No mail was sent", error),
  });
  const here = current.data?.session.id;
  const rows = [...(sessions.data ?? [])].sort((a, b) => b.updatedAt.localeCompare(a.updatedAt));
  return (
    <div className="flex flex-col gap-4">
      {me.is_email_verified === false && (
        <Panel>
          <div className="flex flex-wrap items-center gap-3 p-3 text-sm">
            <p className="min-w-0 flex-1 basis-64">
              <span className="font-medium">{me.email} is not confirmed yet.</span>{" "}
              <span className="text-muted">Confirm it, so that alerts and invitations reach you.</span>
            </p>
            <Button busy={verify.isPending} onClick={() => verify.mutate()}>
              Send the mail again
            </Button>
          </div>
        </Panel>
      )}
      <Panel
        title="Where you are logged in"
        actions={
          rows.length > 1 && (
            <Button size="sm" variant="quiet" busy={end.isPending} onClick={() => end.mutate(null)}>
              End all others
            </Button>
          )
        }
      >
        {sessions.error && <ErrorState error={sessions.error} onRetry={() => void sessions.refetch()} />}
        {sessions.isPending && <SkeletonRows rows={2} />}
        <ul>
          {rows.map((session) => {
            const { name, isPhone } = describeBrowser(session.userAgent ?? "");
            const Icon = isPhone ? Smartphone : Laptop;
            return (
              <li
                key={session.id}
                className="flex items-center gap-3 border-b border-line px-3 py-2 last:border-0"
              >
                <Icon className="size-4 shrink-0 text-muted" aria-hidden />
                <p className="min-w-0 flex-1 text-sm">
                  {name}
                  <span className="block truncate text-xs text-muted">
                    since {ago(session.createdAt)}
                    {session.ipAddress && `, from ${session.ipAddress}`}
                  </span>
                </p>
                {session.id === here ? (
                  <Badge tone="ok">this one</Badge>
                ) : (
                  <Button
                    size="sm"
                    variant="quiet"
                    disabled={end.isPending}
                    onClick={() => end.mutate(session.token)}
                  >
                    End
                  </Button>
                )}
              </li>
            );
          })}
        </ul>
      </Panel>
    </div>
  );
}
