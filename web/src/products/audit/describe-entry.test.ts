import { expect, it } from "vitest";
import { deedOf, programOf } from "./describe-entry";

it.each([
  ["created", "FeatureFlag", "created feature flag"],
  ["updated", "OrganizationMembership", "updated organization membership"],
  ["deleted", "PersonalAPIKey", "deleted personal API key"],
  ["logged_in", "User", "logged in"],
  ["two_factor_enabled", "User", "two factor enabled"],
  ["updated", "User", "updated user"],
  ["verified", "OrganizationDomain", "verified organization domain"],
])("%s %s is %s", (activity, scope, expected) => expect(deedOf(activity, scope)).toBe(expected));

it.each([
  ["Mozilla/5.0 (X11; Linux x86_64) Chrome/150.0.0.0 Safari/537.36", "Chrome on Linux"],
  ["curl/8.5.0", "curl/8.5.0"],
])("%s is %s", (client, expected) => expect(programOf(client)).toBe(expected));
