"use client";
import * as z from "zod";
import { signUp } from "@/lib/session";
import { AuthForm } from "@/products/auth/auth-form";

const schema = z.object({
  first_name: z.string().trim().min(1, "What should we call you?"),
  email: z.email("That is no e-mail address."),
  password: z.string().min(8, "At least 8 characters."),
  organization_name: z.string().trim().min(1, "Name your company or team."),
});

/** Creates user, organisation and first project in one step. */
export function SignupForm() {
  return (
    <AuthForm
      title="Create your account"
      intro="Your first event is about two minutes away."
      schema={schema}
      fields={[
        { name: "first_name", label: "First name", autoComplete: "given-name" },
        { name: "email", label: "E-mail", type: "email", autoComplete: "email" },
        {
          name: "password",
          label: "Password",
          type: "password",
          autoComplete: "new-password",
          hint: "At least 8 characters.",
        },
        { name: "organization_name", label: "Organisation", autoComplete: "organization" },
      ]}
      onSubmit={async (values) => {
        const me = await signUp({ ...values, project_name: "My app" });
        return me.team ? `/project/${me.team.id}/start` : "/new";
      }}
      action="Create account"
      other={{ question: "Already have one?", label: "Log in", href: "/login" }}
    />
  );
}
