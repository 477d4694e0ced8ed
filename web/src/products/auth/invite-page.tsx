"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { MailX } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import * as z from "zod";
import { api } from "@/lib/api/client";
import { explainError } from "@/lib/api/error";
import type { Me } from "@/lib/api/types";
import { useMe } from "@/lib/session";
import { AuthForm } from "@/products/auth/auth-form";
import { Button } from "@/ui/button";
import { Skeleton } from "@/ui/skeleton";
import { EmptyState } from "@/ui/states";

interface Invite {
  readonly organization_name: string;
  readonly target_email: string;
  readonly role: string;
}

const schema = z.object({
  first_name: z.string().trim().min(1, "What should we call you?"),
  password: z.string().min(8, "At least 8 characters."),
});

/** Where an invitation leads: joins with the account that is signed in, or makes one for the address. */
export function InvitePage({ token }: { readonly token: string }) {
  const path = `/api/invites/${encodeURIComponent(token)}/`;
  const me = useMe();
  const invite = useQuery({
    queryKey: ["invite", token],
    retry: false,
    queryFn: ({ signal }) => api.get<Invite>(path, signal),
  });
  if (invite.isPending || me.isPending) return <Skeleton className="h-48" />;
  if (!invite.data) {
    return (
      <EmptyState icon={<MailX />} title="This invitation does not work" className="m-0">
        It was used, taken back, or is older than seven days. Ask for a new one.
      </EmptyState>
    );
  }
  const { organization_name, target_email, role } = invite.data;
  if (me.data) return <JoinPanel path={path} invite={invite.data} me={me.data} />;
  return (
    <AuthForm
      title={`Join ${organization_name}`}
      intro={`You are asked in as ${role}, with the address ${target_email}.`}
      schema={schema}
      fields={[
        { name: "first_name", label: "First name", autoComplete: "given-name" },
        {
          name: "password",
          label: "Password",
          type: "password",
          autoComplete: "new-password",
          hint: "At least 8 characters.",
        },
      ]}
      onSubmit={async (values) => {
        await api.post("/api/signup/", { ...values, email: target_email, invite: token });
        return "/home";
      }}
      action={`Join ${organization_name}`}
      other={{ question: "You have an account?", label: "Log in", href: `/login?next=/invite/${token}` }}
    />
  );
}

interface JoinPanelProps {
  readonly path: string;
  readonly invite: Invite;
  readonly me: Me;
}

function JoinPanel({ path, invite, me }: JoinPanelProps) {
  const router = useRouter();
  const client = useQueryClient();
  const join = useMutation({
    mutationFn: async () => {
      const { organization_id } = await api.post<{ organization_id: string }>(`${path}accept/`, {});
      await api.patch("/api/users/@me/", { set_current_organization: organization_id });
    },
    onSuccess: () => {
      client.clear();
      router.replace("/home");
    },
  });
  return (
    <div className="flex flex-col gap-3">
      <h1 className="text-2xl font-semibold tracking-tight">Join {invite.organization_name}</h1>
      <p className="text-sm text-muted">
        You are asked in as {invite.role}. You are logged in as {me.email}.
      </p>
      {join.error && (
        <p role="alert" className="border-l-2 border-danger pl-3 text-sm text-danger">
          {explainError(join.error).detail}
        </p>
      )}
      <Button variant="primary" size="lg" busy={join.isPending} onClick={() => join.mutate()}>
        Join {invite.organization_name}
      </Button>
      <Link href="/home" className="text-sm text-muted underline underline-offset-2">
        Not now
      </Link>
    </div>
  );
}
