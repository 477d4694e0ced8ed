"use client";
import { useSearchParams } from "next/navigation";
import { useState } from "react";
import * as z from "zod";
import { ApiError } from "@/lib/api/error";
import { signIn } from "@/lib/session";
import { AuthForm } from "@/products/auth/auth-form";
import { CodeForm } from "@/products/auth/code-form";
import { safeNextPath } from "@/products/auth/next-path";
import { refusalText } from "@/products/auth/refusals";
import { OtherWays } from "@/products/auth/ways/other-ways";
import { goToProvider, singleSignOn } from "@/products/auth/ways/provider";

const schema = z.object({
  email: z.email("That is no e-mail address."),
  password: z.string(),
});

/** Log-in: by password and, where it is on, a code; by passkey; by a provider. */
export function LoginForm() {
  const params = useSearchParams();
  const next = safeNextPath(params?.get("next") ?? null);
  const [needsCode, setNeedsCode] = useState(false);
  if (needsCode) return <CodeForm next={next} onBack={() => setNeedsCode(false)} />;
  return (
    <AuthForm
      title="Log in"
      schema={schema}
      fields={[
        { name: "email", label: "E-mail", type: "email", autoComplete: "username webauthn" },
        {
          name: "password",
          label: "Password",
          type: "password",
          autoComplete: "current-password",
          hint: "With single sign-on, leave it empty.",
        },
      ]}
      notice={refusalText(params?.get("error") ?? null)}
      onSubmit={async ({ email, password }) => {
        const { provider, enforced } = await singleSignOn(email);
        if (provider !== null && (enforced || password === "")) {
          // An owner may still use the password; whoever left it empty goes to the provider.
          if (password === "") return await goToProvider(provider, next);
        }
        if (password === "") throw new Error("Type your password.");
        try {
          await signIn({ email, password });
        } catch (error) {
          if (error instanceof ApiError && error.code === "2fa_required") {
            setNeedsCode(true);
            return null;
          }
          if (error instanceof ApiError && error.code === "sso_required" && provider !== null)
            return await goToProvider(provider, next);
          throw error;
        }
        return next;
      }}
      explain={(error) => {
        if (!(error instanceof ApiError)) return error instanceof Error ? error.message : undefined;
        if (error.code === "email_not_verified")
          return "Confirm your address first: a new mail is on its way to you.";
        return error.status === 401 ? "E-mail and password do not belong together." : undefined;
      }}
      help={{ label: "Forgotten your password?", href: "/forgot-password" }}
      action="Log in"
      ways={<OtherWays next={next} />}
      other={{ question: "No account yet?", label: "Create one", href: "/signup" }}
    />
  );
}
