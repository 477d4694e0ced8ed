"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { type FormEvent, useEffect, useState } from "react";
import { api } from "@/lib/api/client";
import { ApiError, explainError } from "@/lib/api/error";
import { createOrganization, useMe, useSignOut } from "@/lib/session";
import { RegionChoice } from "@/products/organization/region-choice";
import { Button } from "@/ui/button";
import { Field } from "@/ui/field";
import { Input } from "@/ui/input";
import { Logo } from "@/ui/logo";
import { Panel } from "@/ui/page";
import { SkeletonRows } from "@/ui/skeleton";
import { EmptyState, ErrorState } from "@/ui/states";

interface Deleted {
  readonly id: string;
  readonly name: string;
  readonly erased_on: string | null;
}

/** All organisations of a person, those that can be restored, and a new one: also where one has none. */
export function OrganizationsPage() {
  const router = useRouter();
  const client = useQueryClient();
  const me = useMe();
  const signOut = useSignOut();
  const [region, setRegion] = useState("");
  const [name, setName] = useState("");
  const deleted = useQuery({
    queryKey: ["deleted-organizations"],
    queryFn: ({ signal }) => api.get<readonly Deleted[]>("/api/deleted_organizations/", signal),
  });
  useEffect(() => {
    if (me.error instanceof ApiError && me.error.status === 401) router.replace("/login?next=/organizations");
  }, [me.error, router]);
  const open = useMutation({
    mutationFn: async (id: string) => api.patch("/api/users/@me/", { set_current_organization: id }),
    onSuccess: () => {
      client.clear();
      router.replace("/home");
    },
  });
  const restore = useMutation({
    mutationFn: async (id: string) => {
      await api.post(`/api/deleted_organizations/${id}/restore/`, {});
      return await open.mutateAsync(id);
    },
  });
  const found = useMutation({
    mutationFn: () => createOrganization(name.trim(), region),
    onSuccess: () => {
      client.clear();
      router.replace("/new");
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    found.mutate();
  };
  const failed = open.error ?? restore.error ?? found.error;
  return (
    <main className="mx-auto flex min-h-dvh max-w-xl flex-col gap-4 px-4 py-8">
      <div className="flex items-center justify-between">
        <Logo />
        <Button size="sm" variant="quiet" onClick={() => signOut.mutate()}>
          Log out
        </Button>
      </div>
      <h1 className="text-2xl font-semibold tracking-tight">Your organisations</h1>
      {failed && <ErrorState error={failed} />}
      <Panel>
        {me.isPending && <SkeletonRows rows={2} />}
        {me.data?.organizations.length === 0 && (
          <EmptyState title="You are in no organisation">
            Found one below, restore a deleted one, or ask a colleague for an invitation.
          </EmptyState>
        )}
        <ul>
          {me.data?.organizations.map((organization) => (
            <li
              key={organization.id}
              className="flex items-center gap-3 border-b border-line px-3 py-2 text-sm last:border-0"
            >
              <span className="min-w-0 flex-1 truncate font-medium">{organization.name}</span>
              <Button size="sm" busy={open.isPending} onClick={() => open.mutate(organization.id)}>
                Open
              </Button>
            </li>
          ))}
        </ul>
      </Panel>
      {deleted.data && deleted.data.length > 0 && (
        <Panel title="Deleted">
          <ul>
            {deleted.data.map(({ id, name: title, erased_on: end }) => (
              <li
                key={id}
                className="flex items-center gap-3 border-b border-line px-3 py-2 text-sm last:border-0"
              >
                <p className="min-w-0 flex-1">
                  {title}
                  <span className="block text-xs text-muted">
                    erased for good on {end ? new Date(end).toLocaleDateString() : "an unknown day"}
                  </span>
                </p>
                <Button
                  size="sm"
                  variant="primary"
                  busy={restore.isPending}
                  onClick={() => restore.mutate(id)}
                >
                  Restore
                </Button>
              </li>
            ))}
          </ul>
        </Panel>
      )}
      <Panel title="A new one">
        <form onSubmit={submit} className="flex flex-wrap items-start gap-2 p-3">
          <Field
            label="Name"
            hideLabel
            className="flex-1 basis-56"
            error={found.error ? explainError(found.error).detail : undefined}
          >
            <Input placeholder="Acme" value={name} onChange={(event) => setName(event.target.value)} />
          </Field>
          <RegionChoice value={region} onChange={setRegion} />
          <Button type="submit" busy={found.isPending} disabled={name.trim() === ""}>
            Found it
          </Button>
        </form>
      </Panel>
    </main>
  );
}
