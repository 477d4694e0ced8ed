import {
  browserSupportsWebAuthn,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  startAuthentication,
  startRegistration,
} from "@simplewebauthn/browser";
import { api } from "@/lib/api/client";

/** Whether this browser has passkeys at all. */
export const hasPasskeys = (): boolean => browserSupportsWebAuthn();

/** Logs in with a passkey of this device. */
export async function logInWithPasskey(): Promise<void> {
  const optionsJSON = await api.get<PublicKeyCredentialRequestOptionsJSON>(
    "/api/auth/passkey/generate-authenticate-options",
  );
  const response = await asked(() => startAuthentication({ optionsJSON }));
  await api.post("/api/auth/passkey/verify-authentication", { response });
}

/** Makes a passkey for the account that is logged in. */
export async function addPasskey(name: string): Promise<void> {
  const optionsJSON = await api.get<PublicKeyCredentialCreationOptionsJSON>(
    "/api/auth/passkey/generate-register-options",
  );
  const response = await asked(() => startRegistration({ optionsJSON }));
  await api.post("/api/auth/passkey/verify-registration", { response, name });
}

/** Runs what the browser asks the person; says in words why it did not come to anything. */
async function asked<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    const name = error instanceof Error ? error.name : "";
    if (name === "NotAllowedError" || name === "AbortError")
      throw new Error("Nothing was chosen, or it took too long. Try again.");
    if (name === "InvalidStateError") throw new Error("This device has a passkey for the account already.");
    if (name === "SecurityError" || window.location.hostname === "127.0.0.1")
      throw new Error(`Passkeys belong to a name: open ${localName()} instead.`);
    throw error;
  }
}

const localName = (): string => {
  const url = new URL(window.location.href);
  url.hostname = "localhost";
  return url.origin;
};
