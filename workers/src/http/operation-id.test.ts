import { expect, it, test } from "vitest";
import { API_ROUTES } from "../routes/api/index.ts";
import { operationId } from "./operation-id.ts";

it.each([
  ["get", "/api/projects/:project_id/feature_flags/", "getFeatureFlags"],
  ["patch", "/api/projects/:project_id/feature_flags/:flag/", "updateFeatureFlagsByFlag"],
  ["delete", "/api/projects/:project_id/", "deleteProjectsByProjectId"],
  [
    "put",
    "/api/organizations/:organization_id/identity_provider/",
    "replaceOrganizationsByOrganizationIdIdentityProvider",
  ],
  ["post", "/api/login/token/", "postLoginToken"],
  [
    "post",
    "/api/projects/:project_id/subscriptions/:subscription/test-delivery/",
    "postSubscriptionsBySubscriptionTestDelivery",
  ],
])("%s %s is %s", (method, path, expected) => expect(operationId(method, path)).toBe(expected));

test("no two routes bear the same name", () => {
  const ids = API_ROUTES.map(({ method, paths }) => operationId(method, paths[0] ?? ""));
  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  expect(ids.every((id) => /^[a-z][A-Za-z0-9]+$/.test(id))).toBe(true);
});
