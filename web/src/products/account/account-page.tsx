"use client";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { ApiError } from "@/lib/api/error";
import { useMe, useSignOut } from "@/lib/session";
import { SecuritySettings } from "@/products/account/security-settings";
import { Button } from "@/ui/button";
import { Logo } from "@/ui/logo";
import { ErrorState } from "@/ui/states";

/** One's own account without any project: also where an organisation sends who lacks a second factor. */
export function AccountPage() {
  const router = useRouter();
  const me = useMe();
  const signOut = useSignOut();
  const signedOut = me.error instanceof ApiError && me.error.status === 401;
  useEffect(() => {
    if (signedOut) router.replace("/login?next=/account");
  }, [signedOut, router]);
  const asks = me.data?.organization?.enforce_2fa === true && me.data.is_2fa_enabled === false;
  return (
    <main className="mx-auto flex min-h-dvh max-w-xl flex-col gap-4 px-4 py-8">
      <div className="flex items-center justify-between">
        <Logo />
        <Button size="sm" variant="quiet" onClick={() => signOut.mutate()}>
          Log out
        </Button>
      </div>
      <h1 className="text-2xl font-semibold tracking-tight">Your log-in</h1>
      {asks && (
        <p role="status" className="border-l-2 border-warn pl-3 text-sm">
          {me.data?.organization?.name} asks its members for a second factor. Switch one on, or add a passkey,
          to go on.
        </p>
      )}
      {me.error && !signedOut && <ErrorState error={me.error} onRetry={() => void me.refetch()} />}
      <SecuritySettings />
      <Button asChild className="self-start">
        <Link href="/home">Go on to Edgewise</Link>
      </Button>
    </main>
  );
}
