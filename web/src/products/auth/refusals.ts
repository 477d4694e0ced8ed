const TEXTS: Readonly<Record<string, string>> = {
  SSO_REQUIRED:
    "Your organisation logs in with single sign-on: type your e-mail address, leave the password empty.",
  SSO_NOT_INVITED: "You are not a member of this organisation yet: ask one of its admins for an invitation.",
  account_not_linked:
    "There is an account with this address already. Log in with its password, and confirm the address, before you use this way.",
  unable_to_get_user_info: "The provider did not say who you are, or your address is not confirmed there.",
  oauth_provider_not_found: "This way of logging in is not set up any more.",
  access_denied: "The log-in was cancelled at the provider.",
  state_mismatch: "This log-in was begun elsewhere, or took too long. Try again.",
};

/** What a provider's way back says when it failed (`?error=…`); null when it says nothing. */
export function refusalText(code: string | null): string | null {
  if (code === null) return null;
  return TEXTS[code] ?? "Logging in with the provider did not work. Try again, or use your password.";
}
