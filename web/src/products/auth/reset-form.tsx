"use client";
import { useSearchParams } from "next/navigation";
import * as z from "zod";
import { api } from "@/lib/api/client";
import { ApiError } from "@/lib/api/error";
import { AuthForm } from "@/products/auth/auth-form";
import { toast } from "@/ui/toast";

const schema = z.object({
  password: z.string().min(8, "At least 8 characters.").max(128, "At most 128 characters."),
});

/** Sets a new password with the link of a mail. */
export function ResetForm() {
  const token = useSearchParams()?.get("token") ?? "";
  return (
    <AuthForm
      title="Set a new password"
      intro="All other sessions end."
      schema={schema}
      fields={[
        {
          name: "password",
          label: "New password",
          type: "password",
          autoComplete: "new-password",
          hint: "At least 8 characters.",
        },
      ]}
      onSubmit={async ({ password }) => {
        await api.post("/api/auth/reset-password", { token, newPassword: password });
        toast.success("Your password is set: log in with it");
        return "/login";
      }}
      explain={(error) =>
        error instanceof ApiError && error.status === 400
          ? "This link is used up or has expired: ask for a new one."
          : undefined
      }
      action="Set password"
      other={{ question: "The link does not work?", label: "Send a new one", href: "/forgot-password" }}
    />
  );
}
