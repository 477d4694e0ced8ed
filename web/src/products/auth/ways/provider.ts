import { api } from "@/lib/api/client";

/** The organisation's provider for an address, told by its domain, and whether passwords are refused there. */
export async function singleSignOn(email: string): Promise<{ provider: string | null; enforced: boolean }> {
  const answer = await api.post<{ sso_provider: string | null; sso_enforcement: string | null }>(
    "/api/login/precheck/",
    { email },
  );
  return { provider: answer.sso_provider, enforced: answer.sso_enforcement !== null };
}

/** Leaves for a provider; it sends people back to `next`, or to the log-in page with a reason. */
export async function goToProvider(provider: string, next: string): Promise<null> {
  const { origin } = window.location;
  const answer = await api.post<{ url: string }>("/api/auth/sign-in/social", {
    provider,
    callbackURL: `${origin}${next}`,
    errorCallbackURL: `${origin}/login`,
  });
  window.location.assign(answer.url);
  return null;
}
