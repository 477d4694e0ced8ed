"use client";
import { MailCheck } from "lucide-react";
import { useState } from "react";
import * as z from "zod";
import { useMailbox } from "@/lib/edge-host";
import { signUp } from "@/lib/session";
import { AuthForm } from "@/products/auth/auth-form";
import { OtherWays } from "@/products/auth/ways/other-ways";
import { RegionChoice } from "@/products/organization/region-choice";
import { Button } from "@/ui/button";
import { EmptyState } from "@/ui/states";

const schema = z.object({
  first_name: z.string().trim().min(1, "What should we call you?"),
  email: z.email("That is no e-mail address."),
  password: z.string().min(8, "At least 8 characters."),
  organization_name: z.string().trim().min(1, "Name your company or team."),
});

/** Creates user, organisation and first project in one step. */
export function SignupForm() {
  const [asked, setAsked] = useState<string | null>(null);
  const [region, setRegion] = useState("");
  const mailbox = useMailbox();
  if (asked !== null)
    return (
      <EmptyState
        icon={<MailCheck />}
        title="Look into your mail"
        className="m-0"
        action={
          mailbox && (
            <Button asChild>
              <a href="/mailbox">Open the mailbox of this machine</a>
            </Button>
          )
        }
      >
        We wrote to {asked}. The link in it confirms the address and logs you in; it works for a day.
      </EmptyState>
    );
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
        const me = await signUp({
          ...values,
          ...(region === "" ? {} : { region }),
          project_name: "My app",
        });
        if ("confirm" in me) {
          setAsked(me.email);
          return null;
        }
        return me.team ? `/project/${me.team.id}/start` : "/new";
      }}
      choices={<RegionChoice value={region} onChange={setRegion} />}
      action="Create account"
      ways={<OtherWays next="/home" passkeys={false} />}
      other={{ question: "Already have one?", label: "Log in", href: "/login" }}
    />
  );
}
