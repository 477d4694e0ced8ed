"use client";
import { MailCheck } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import * as z from "zod";
import { api } from "@/lib/api/client";
import { AuthForm } from "@/products/auth/auth-form";
import { EmptyState } from "@/ui/states";

const schema = z.object({ email: z.email("That is no e-mail address.") });

/** Asks for the mail that sets a new password. Says the same whether there is such an account or not. */
export function ForgotForm() {
  const [sentTo, setSentTo] = useState<string | null>(null);
  if (sentTo !== null) {
    return (
      <EmptyState icon={<MailCheck />} title="Look into your mail" className="m-0">
        If {sentTo} has an account, a link to set a new password is on its way. It works for an hour.{" "}
        <Link href="/login" className="font-medium text-accent underline underline-offset-2">
          Back to log in
        </Link>
      </EmptyState>
    );
  }
  return (
    <AuthForm
      title="Forgotten password"
      intro="We send you a link to set a new one."
      schema={schema}
      fields={[{ name: "email", label: "E-mail", type: "email", autoComplete: "username" }]}
      onSubmit={async ({ email }) => {
        await api.post("/api/auth/request-password-reset", { email });
        setSentTo(email);
        return null;
      }}
      action="Send link"
      other={{ question: "Remembered it?", label: "Log in", href: "/login" }}
    />
  );
}
