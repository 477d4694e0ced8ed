"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "@/lib/api/client";
import { ApiError } from "@/lib/api/error";
import type { Page } from "@/lib/api/types";
import { DomainForm, DomainRow, type MailDomain } from "@/products/organization/domain-row";
import { type IdentityProvider, ProviderForm } from "@/products/organization/provider-form";
import { Panel } from "@/ui/page";
import { ErrorState } from "@/ui/states";

interface SsoPanelProps {
  readonly base: string;
  /** Who decides how people log in could log in as any of them. */
  readonly owner: boolean;
}

/** Single sign-on: the mail domains that are the organisation's, and the provider its people log in with. */
export function SsoPanel({ base, owner }: SsoPanelProps) {
  const client = useQueryClient();
  const domains = useQuery({
    queryKey: ["domains", base],
    queryFn: ({ signal }) => api.get<Page<MailDomain>>(`${base}/domains/`, signal),
  });
  const provider = useQuery({
    queryKey: ["identity-provider", base],
    queryFn: ({ signal }) =>
      api.get<IdentityProvider>(`${base}/identity_provider/`, signal).catch((error: unknown) => {
        if (error instanceof ApiError && error.status === 404) return null;
        throw error;
      }),
  });
  const refresh = () =>
    Promise.all([
      client.invalidateQueries({ queryKey: ["domains", base] }),
      client.invalidateQueries({ queryKey: ["identity-provider", base] }),
    ]);
  const error = domains.error ?? provider.error;
  return (
    <Panel title="Single sign-on">
      {error && <ErrorState error={error} onRetry={() => void refresh()} />}
      <p className="px-3 pt-3 text-sm text-muted">
        People of a mail domain that you have verified log in with your own provider (OpenID Connect: Okta,
        Entra, Google Workspace, Keycloak …). {owner ? "" : "Only owners change this."}
      </p>
      <ul>
        {domains.data?.results.map((domain) => (
          <DomainRow
            key={domain.id}
            base={base}
            domain={domain}
            owner={owner}
            hasProvider={Boolean(provider.data)}
            onChanged={refresh}
          />
        ))}
      </ul>
      {owner && <DomainForm base={base} onChanged={refresh} />}
      {provider.isSuccess && (
        <ProviderForm
          key={provider.data?.updated_at ?? "none"}
          base={base}
          provider={provider.data}
          owner={owner}
          onChanged={refresh}
        />
      )}
    </Panel>
  );
}
