"use client";
import { useSearchParams } from "next/navigation";
import * as z from "zod";
import { ApiError } from "@/lib/api/error";
import { signIn } from "@/lib/session";
import { AuthForm } from "@/products/auth/auth-form";
import { safeNextPath } from "@/products/auth/next-path";

const schema = z.object({
  email: z.email("That is no e-mail address."),
  password: z.string().min(1, "Type your password."),
});

export function LoginForm() {
  const next = useSearchParams()?.get("next") ?? null;
  return (
    <AuthForm
      title="Log in"
      schema={schema}
      fields={[
        { name: "email", label: "E-mail", type: "email", autoComplete: "username" },
        { name: "password", label: "Password", type: "password", autoComplete: "current-password" },
      ]}
      onSubmit={async (values) => {
        await signIn(values);
        return safeNextPath(next);
      }}
      explain={(error) =>
        error instanceof ApiError && error.status === 401
          ? "E-mail and password do not belong together."
          : undefined
      }
      help={{ label: "Forgotten your password?", href: "/forgot-password" }}
      action="Log in"
      other={{ question: "No account yet?", label: "Create one", href: "/signup" }}
    />
  );
}
