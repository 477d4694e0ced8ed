"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { KeyRound } from "lucide-react";
import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { api } from "@/lib/api/client";
import { explainError } from "@/lib/api/error";
import { hasPasskeys, logInWithPasskey } from "@/products/auth/ways/passkey";
import { goToProvider } from "@/products/auth/ways/provider";
import { Button } from "@/ui/button";

interface Methods {
  readonly google: boolean;
  readonly github: boolean;
}

const PROVIDERS = [
  ["google", "Google"],
  ["github", "GitHub"],
] as const;

/** Ways in without a password: those this deployment and this browser have. */
export function OtherWays({ next, passkeys = true }: { readonly next: string; readonly passkeys?: boolean }) {
  const router = useRouter();
  const client = useQueryClient();
  const [supported, setSupported] = useState(false);
  useEffect(() => setSupported(hasPasskeys()), []);
  const methods = useQuery({
    queryKey: ["login-methods"],
    queryFn: ({ signal }) => api.get<Methods>("/api/login/methods/", signal),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const enter = useMutation({
    mutationFn: async (way: string) => {
      if (way !== "passkey") return await goToProvider(way, next);
      await logInWithPasskey();
      client.clear();
      router.replace(next);
    },
  });
  const ways = PROVIDERS.filter(([id]) => methods.data?.[id]);
  if (ways.length === 0 && !(passkeys && supported)) return null;
  return (
    <div className="flex flex-col gap-2">
      <p className="flex items-center gap-3 text-xs text-muted before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">
        or
      </p>
      {passkeys && supported && (
        <Button
          type="button"
          size="lg"
          busy={enter.isPending && enter.variables === "passkey"}
          onClick={() => enter.mutate("passkey")}
        >
          <KeyRound /> Use a passkey
        </Button>
      )}
      {ways.map(([id, name]) => (
        <Button
          key={id}
          type="button"
          size="lg"
          busy={enter.isPending && enter.variables === id}
          onClick={() => enter.mutate(id)}
        >
          Continue with {name}
        </Button>
      ))}
      {enter.error && (
        <p role="alert" className="border-l-2 border-danger pl-3 text-sm text-danger">
          {explainError(enter.error).detail}
        </p>
      )}
    </div>
  );
}
