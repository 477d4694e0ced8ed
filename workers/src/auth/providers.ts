import type { GenericOAuthConfig, GenericOAuthUserInfo } from "better-auth/plugins/generic-oauth";

/** Keys of the sign-in providers of a deployment; those without are not offered. */
export interface ProviderKeys {
  readonly google: OAuthKeys | null;
  readonly github: OAuthKeys | null;
}

export interface OAuthKeys {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Where the provider is, when it is not the public one: a test's, or GitHub Enterprise. */
  readonly url: string | null;
}

/** Where a provider sends people back to: on the web app's origin, since the cookies are there. */
export const callbackOf = (webUrl: string, id: string): string => `${webUrl}/api/auth/callback/${id}`;

/** The configured ones as better-auth takes them; their endpoints are fixed, so that no start waits for a discovery. */
export function providersOf(keys: ProviderKeys, webUrl: string): GenericOAuthConfig[] {
  const { google, github } = keys;
  return [
    ...(google ? [googleOf(google, callbackOf(webUrl, "google"))] : []),
    ...(github ? [githubOf(github, callbackOf(webUrl, "github"))] : []),
  ];
}

function googleOf({ clientId, clientSecret, url }: OAuthKeys, redirectURI: string): GenericOAuthConfig {
  return {
    providerId: "google",
    clientId,
    clientSecret,
    redirectURI,
    authorizationUrl: url ? `${url}/authorize` : "https://accounts.google.com/o/oauth2/v2/auth",
    tokenUrl: url ? `${url}/token` : "https://oauth2.googleapis.com/token",
    scopes: ["openid", "email", "profile"],
    prompt: "select_account",
    getUserInfo: ({ accessToken }) =>
      getJson<GenericOAuthUserInfo>(
        url ? `${url}/userinfo` : "https://openidconnect.googleapis.com/v1/userinfo",
        accessToken,
      ).then(
        (claims) => claims && { ...claims, id: claims.sub, emailVerified: claims.email_verified === true },
      ),
  };
}

/** GitHub speaks plain OAuth: the addresses of a person are a call of their own, and only the confirmed first one counts. */
function githubOf({ clientId, clientSecret, url }: OAuthKeys, redirectURI: string): GenericOAuthConfig {
  const api = url ? `${url}/api/v3` : "https://api.github.com";
  const site = url ?? "https://github.com";
  return {
    providerId: "github",
    clientId,
    clientSecret,
    redirectURI,
    authorizationUrl: `${site}/login/oauth/authorize`,
    tokenUrl: `${site}/login/oauth/access_token`,
    scopes: ["read:user", "user:email"],
    async getUserInfo({ accessToken }) {
      const [user, emails] = await Promise.all([
        getJson<GitHubUser>(`${api}/user`, accessToken),
        getJson<readonly GitHubEmail[]>(`${api}/user/emails`, accessToken),
      ]);
      const primary = emails?.find((one) => one.primary);
      if (!user || !primary) return null;
      const name = user.name ?? user.login;
      return { id: user.id, email: primary.email, emailVerified: primary.verified, name };
    },
  };
}

interface GitHubUser {
  readonly id: number;
  readonly login: string;
  readonly name: string | null;
}

interface GitHubEmail {
  readonly email: string;
  readonly primary: boolean;
  readonly verified: boolean;
}

async function getJson<T>(url: string, token: string | undefined): Promise<T | null> {
  const headers = { authorization: `Bearer ${token}`, accept: "application/json", "user-agent": "Edgewise" };
  const response = await fetch(url, { headers, signal: AbortSignal.timeout(10_000) });
  return response.ok ? ((await response.json()) as T) : null;
}
