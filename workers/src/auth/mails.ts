import type { MailOrder } from "../services/notifications/queue.ts";

/** The web app's page for what a mail asks to do. */
const pageOf = (webUrl: string, path: string, token: string): string =>
  `${webUrl}/${path}?token=${encodeURIComponent(token)}`;

interface To {
  readonly email: string;
}

/** A link that sets a new password, for an hour. */
export function resetMail(user: To, token: string, webUrl: string): MailOrder {
  const url = pageOf(webUrl, "reset-password", token);
  return {
    key: `reset:${token}`.slice(0, 191),
    to: user.email,
    mail: {
      subject: "Set a new password for Edgewise",
      preview: "The link works for an hour.",
      blocks: [
        { kind: "text", text: "Somebody, hopefully you, asked to set a new password for this address." },
        { kind: "button", label: "Set a new password", url },
        { kind: "small", text: "The link works for an hour, once. Setting it ends all other sessions." },
      ],
      footer: "If it wasn't you, ignore this mail: nothing has changed.",
    },
  };
}

/** A link that shows that an address is its owner's, for a day. */
export function verificationMail(user: To, token: string, webUrl: string, hash: string): MailOrder {
  const url = pageOf(webUrl, "verify-email", token);
  return {
    key: `verify:${hash}`,
    to: user.email,
    mail: {
      subject: "Confirm your e-mail address",
      preview: "One press and you are done.",
      blocks: [
        {
          kind: "text",
          text: "Welcome to Edgewise. Confirm that this address is yours, so that mails reach you.",
        },
        { kind: "button", label: "Confirm address", url },
        { kind: "small", text: "The link works for a day." },
      ],
      footer: "If you have not signed up, ignore this mail.",
    },
  };
}

/** For somebody who signs up again: whoever did it learns nothing, the owner of the address all. */
export function accountMail(user: To, webUrl: string, id: string): MailOrder {
  return {
    key: `account:${id}`,
    to: user.email,
    mail: {
      subject: "You have an Edgewise account already",
      preview: "Log in, or set a new password.",
      blocks: [
        {
          kind: "text",
          text: "Somebody, hopefully you, signed up with this address. It has an account already.",
        },
        { kind: "button", label: "Log in", url: `${webUrl}/login` },
        { kind: "small", text: `Forgotten the password? Set a new one: ${webUrl}/forgot-password` },
      ],
      footer: "If it wasn't you, ignore this mail: nothing has changed.",
    },
  };
}
