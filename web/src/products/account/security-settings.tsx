"use client";
import { useMe } from "@/lib/session";
import { PasskeyPanel } from "@/products/account/passkey-panel";
import { PasswordPanel } from "@/products/account/password-panel";
import { TwoFactorPanel } from "@/products/account/two-factor-panel";
import { SkeletonRows } from "@/ui/skeleton";

/** What keeps one's own account one's own. */
export function SecuritySettings() {
  const me = useMe();
  if (!me.data) return <SkeletonRows rows={3} />;
  return (
    <>
      <TwoFactorPanel me={me.data} />
      <PasskeyPanel />
      <PasswordPanel me={me.data} />
    </>
  );
}
