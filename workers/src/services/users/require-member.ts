import { findMembership } from "@edgewise/db/mysql/repos/organizations.ts";
import type { OrganizationTenant } from "@edgewise/db/mysql/tenant.ts";
import type { Deps } from "../../deps.ts";
import { invalid } from "../../http/errors.ts";
import { findAuthor } from "./find-author.ts";

/**
 * The id of a member whom a write names by number or uuid. Throws 400 on `attr` for anybody else, so that nobody can
 * have a stranger's name and address shown to them.
 */
export async function requireMember(
  access: OrganizationTenant,
  given: number | string,
  attr: string,
  deps: Deps,
): Promise<string> {
  const id = await findAuthor(String(given), deps);
  if (id === null || !(await findMembership(access, deps.db, id)))
    throw invalid(attr, `User ${given} is not a member of this organization.`, "does_not_exist");
  return id;
}
