import { findUserByEmail, type UserRow, updateUser } from "@edgewise/db/mysql/repos/users.ts";
import type { Deps } from "../../deps.ts";
import { ApiError, invalid } from "../../http/errors.ts";
import { pushOrLeaveToJob } from "../config/push-snapshot.ts";
import { insertNewOrganization } from "../organizations/create.ts";
import { acceptInvite, openInvite } from "../organizations/invites.ts";
import { insertNewProject } from "../projects/create.ts";

export interface SignUp {
  readonly email: string;
  readonly password: string;
  readonly firstName: string;
  readonly organizationName: string;
  /** Where its data is to live; absent = the deployment's own region. */
  readonly region?: string | undefined;
  readonly projectName: string;
  /** Token of the first project when the caller keeps it. */
  readonly projectToken?: string;
}

export interface SignedUp {
  readonly user: UserRow;
  readonly organizationId: string;
  readonly projectId: number;
  /** Session cookies to pass on. */
  readonly cookies: readonly string[];
}

/** Creates a person who was asked into an organisation; the invitation came to the address, which so is theirs. */
export async function signUpInvited(
  input: Pick<SignUp, "email" | "password" | "firstName"> & { readonly invite: string },
  deps: Deps,
  headers: Headers,
): Promise<Pick<SignedUp, "user" | "cookies">> {
  const { row } = await openInvite(input.invite, deps);
  if (row.email.toLowerCase() !== input.email.toLowerCase())
    throw invalid("email", `This invitation is for ${row.email}.`);
  const made = await createPerson(input, deps, headers);
  await acceptInvite(input.invite, made.user, deps);
  await updateUser(made.user.id, deps.db, { emailVerified: true }, deps.now());
  if (made.cookies.length > 0) return made;
  const { email, password } = input;
  const response = await callAuth(deps, "sign-in/email", headers, { email, password });
  return { ...made, cookies: response.headers.getSetCookie() };
}

/** Creates a person with a password, their organisation and first project. Throws `unique` for a known e-mail. */
export async function signUp(input: SignUp, deps: Deps, headers: Headers): Promise<SignedUp> {
  const made = await createPerson(input, deps, headers);
  return { ...made, ...(await createFirst(input, made.user.id, deps)) };
}

/**
 * Where addresses are confirmed first: the answer is the same whether there is an account, and so is its time, since
 * the organisation is founded behind it. A mail tells the owner of the address what to do.
 */
export async function signUpUnseen(
  input: SignUp,
  deps: Deps,
  headers: Headers,
  background: Pick<ExecutionContext, "waitUntil">,
): Promise<void> {
  const made = await createPerson(input, deps, headers).catch((error: unknown) => {
    if (error instanceof ApiError && error.code === "unique") return null;
    throw error;
  });
  if (made === null) return;
  background.waitUntil(
    createFirst(input, made.user.id, deps).catch((error: unknown) => {
      console.error(JSON.stringify({ job: "sign-up", userId: made.user.id, error: String(error) }));
    }),
  );
}

async function createPerson(
  { email, password, firstName }: Pick<SignUp, "email" | "password" | "firstName">,
  deps: Deps,
  headers: Headers,
): Promise<Pick<SignedUp, "user" | "cookies">> {
  const response = await callAuth(deps, "sign-up/email", headers, { email, password, name: firstName });
  if (!response.ok) throw await signUpError(response);
  const made = (await response.json()) as { user?: { id?: string } };
  const user = await findUserByEmail(email, deps.db);
  if (!user) throw new Error("better-auth answered success, but the user is not there");
  // Where addresses are confirmed first, it says success for a known one too, with the id of nobody.
  if (made.user?.id !== user.id) throw known();
  return { user, cookies: response.headers.getSetCookie() };
}

/** The organisation and first project of a person who has none. */
export async function createFirst(
  input: Pick<SignUp, "organizationName" | "projectName" | "projectToken" | "region">,
  userId: string,
  deps: Deps,
): Promise<{ organizationId: string; projectId: number }> {
  const created = await deps.db.transaction(async (tx) => {
    const organizationId = await insertNewOrganization(
      { userId, name: input.organizationName, region: input.region },
      tx,
      deps,
    );
    const project = { organizationId, userId, name: input.projectName, token: input.projectToken };
    return { organizationId, projectId: await insertNewProject(project, tx, deps) };
  });
  await pushOrLeaveToJob(created, deps);
  return created;
}

/** Calls better-auth through its router, so that its rate limits and origin checks hold. */
export function callAuth(deps: Deps, path: string, headers: Headers, body: object): Promise<Response> {
  const forwarded = new Headers({ "content-type": "application/json" });
  for (const name of [
    "origin",
    "cookie",
    "user-agent",
    "cf-connecting-ip",
    "x-forwarded-for",
    "sec-fetch-site",
  ]) {
    const value = headers.get(name);
    if (value !== null) forwarded.set(name, value);
  }
  if (!forwarded.has("origin")) forwarded.set("origin", deps.config.edgeUrl);
  const url = `${deps.config.edgeUrl}/api/auth/${path}`;
  return deps.auth.handler(
    new Request(url, { method: "POST", headers: forwarded, body: JSON.stringify(body) }),
  );
}

/** What better-auth said, as an error of ours. */
export async function authError(response: Response): Promise<{ code: string; message: string }> {
  const body = (await response.json().catch(() => ({}))) as { code?: string; message?: string };
  return { code: body.code ?? "", message: body.message ?? "Sign-in failed." };
}

/** 429 of better-auth with its waiting time. */
export function throttled(response: Response): ApiError {
  const seconds = Number(response.headers.get("x-retry-after") ?? 60) || 60;
  const detail = `Request was throttled. Expected available in ${seconds} seconds.`;
  return new ApiError("throttled", detail, { retryAfterSeconds: seconds });
}

const known = () => invalid("email", "There is already an account with this email address.", "unique");

async function signUpError(response: Response): Promise<ApiError> {
  if (response.status === 429) return throttled(response);
  const { code, message } = await authError(response);
  if (code.startsWith("USER_ALREADY_EXISTS")) {
    return known();
  }
  if (code.includes("PASSWORD")) return invalid("password", message);
  if (code.includes("EMAIL")) return invalid("email", message);
  if (response.status === 403) return new ApiError("permission_denied", message);
  return invalid(null, message);
}
