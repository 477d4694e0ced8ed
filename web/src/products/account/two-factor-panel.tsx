"use client";
import { useQueryClient } from "@tanstack/react-query";
import { ShieldCheck, ShieldOff } from "lucide-react";
import { useState } from "react";
import { api } from "@/lib/api/client";
import type { Me } from "@/lib/api/types";
import { PasswordDialog } from "@/products/account/password-dialog";
import { RecoveryCodes } from "@/products/account/recovery-codes";
import { TotpDialog, type TotpSetup } from "@/products/account/totp-dialog";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { Panel } from "@/ui/page";
import { toast } from "@/ui/toast";

type Step = "enable" | "disable" | "renew" | null;

const TITLES = {
  enable: "Switch the second factor on",
  disable: "Switch the second factor off",
  renew: "New recovery codes",
} as const;

/** Codes of an authenticator app at log-in, with recovery codes for when the phone is gone. */
export function TwoFactorPanel({ me }: { readonly me: Me }) {
  const client = useQueryClient();
  const [step, setStep] = useState<Step>(null);
  const [setup, setSetup] = useState<TotpSetup | null>(null);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const on = me.is_2fa_enabled === true;
  const refresh = () => client.invalidateQueries({ queryKey: ["me"] });
  const confirmed = async (password: string) => {
    const given = me.has_password === false ? {} : { password };
    if (step === "enable") setSetup(await api.post<TotpSetup>("/api/auth/two-factor/enable", given));
    else if (step === "renew") {
      const made = await api.post<{ backupCodes: string[] }>(
        "/api/auth/two-factor/generate-backup-codes",
        given,
      );
      setCodes(made.backupCodes);
    } else {
      await api.post("/api/auth/two-factor/disable", given);
      toast.success("The second factor is off.");
      await refresh();
    }
    setStep(null);
  };
  const Icon = on ? ShieldCheck : ShieldOff;
  return (
    <Panel title="Two-factor log-in" actions={on && <Badge tone="ok">on</Badge>}>
      <div className="flex flex-wrap items-center gap-3 p-3 text-sm">
        <Icon className="size-5 shrink-0 text-muted" aria-hidden />
        <p className="min-w-0 flex-1 basis-64 text-muted">
          {on
            ? "Logging in with your password asks for a code of your authenticator app."
            : "A stolen password is not enough any more: logging in also asks for a code of your phone."}
        </p>
        {on ? (
          <>
            <Button onClick={() => setStep("renew")}>New recovery codes</Button>
            <Button variant="quiet" onClick={() => setStep("disable")}>
              Switch off
            </Button>
          </>
        ) : (
          <Button variant="primary" onClick={() => setStep("enable")}>
            Switch on
          </Button>
        )}
      </div>
      {step !== null && (
        <PasswordDialog
          title={TITLES[step]}
          needed={me.has_password !== false}
          onClose={() => setStep(null)}
          onConfirm={confirmed}
        />
      )}
      {setup && (
        <TotpDialog
          setup={setup}
          onClose={() => setSetup(null)}
          onDone={() => {
            setCodes(setup.backupCodes);
            setSetup(null);
            void refresh();
          }}
        />
      )}
      <RecoveryCodes codes={codes} onClose={() => setCodes(null)} />
    </Panel>
  );
}
