"use client";
import { useQuery } from "@tanstack/react-query";
import { BadgeCheck, MailX } from "lucide-react";
import Link from "next/link";
import { useSearchParams } from "next/navigation";
import { api } from "@/lib/api/client";
import { Button } from "@/ui/button";
import { Skeleton } from "@/ui/skeleton";
import { EmptyState } from "@/ui/states";

/** Where the mail that confirms an address leads. */
export function VerifyPage() {
  const token = useSearchParams()?.get("token") ?? "";
  const verified = useQuery({
    queryKey: ["verify-email", token],
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: ({ signal }) =>
      api.get<unknown>(`/api/auth/verify-email?token=${encodeURIComponent(token)}`, signal),
  });
  if (verified.isPending) return <Skeleton className="h-32" />;
  const on = (
    <Button asChild variant="primary">
      <Link href="/home">Go on to Edgewise</Link>
    </Button>
  );
  return verified.error ? (
    <EmptyState icon={<MailX />} title="This link does not work" className="m-0" action={on}>
      It is used up or older than a day. Log in and ask for a new one.
    </EmptyState>
  ) : (
    <EmptyState icon={<BadgeCheck />} title="Your address is confirmed" className="m-0" action={on}>
      Alerts, subscriptions and invitations reach you there.
    </EmptyState>
  );
}
