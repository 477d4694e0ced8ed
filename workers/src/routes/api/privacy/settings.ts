import * as z from "zod";
import { type ApiRoute, route, underProject } from "../../../http/route.ts";
import { changePrivacy } from "../../../services/privacy/change.ts";
import { previewMasking } from "../../../services/privacy/preview.ts";
import { type PrivacySettings, privacyOf } from "../../../services/privacy/settings.ts";

const tag = "privacy";
const rule = z.object({
  event: z.string().max(400).default(""),
  by: z.enum(["name", "value", "pattern"]),
  what: z.string().min(1).max(1_000),
  action: z.enum(["drop", "hash", "redact"]),
});
const settings = z.object({
  anonymize_ips: z.boolean(),
  discard_geo: z.boolean(),
  do_not_track: z.enum(["ignore", "drop", "anonymous"]),
  masking: z.array(rule),
});
/** How long events are kept has routes of its own. */
const present = ({ event_days: _, ...shown }: PrivacySettings) => shown;
const example = z.object({
  event: z.string(),
  before: z.record(z.string(), z.json()),
  after: z.record(z.string(), z.json()),
});

/** What an environment keeps of people. */
export const PRIVACY_ROUTES: readonly ApiRoute[] = [
  route({
    method: "get",
    paths: underProject("privacy/"),
    access: { kind: "project", scope: "project:read" },
    summary: "Addresses, places, do-not-track and masking rules of an environment",
    tag,
    response: settings,
    handler: async ({ access }) => present(privacyOf(access.environment.settings)),
  }),
  route({
    method: "patch",
    paths: underProject("privacy/"),
    access: { kind: "project", scope: "project:write", role: "admin" },
    summary: "Change them; what arrives a second later is treated so",
    tag,
    body: settings.partial(),
    response: settings,
    handler: async ({ access, deps, body }) => {
      const given = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));
      return present(await changePrivacy(access, given, deps));
    },
  }),
  route({
    method: "post",
    paths: underProject("privacy/masking_preview/"),
    access: { kind: "project", scope: "project:read", role: "member" },
    summary: "What masking rules would have done to the newest thousand events of a week",
    tag,
    body: z.object({ masking: z.array(rule).max(50) }),
    response: z.object({
      events: z.number().int(),
      masked: z.number().int(),
      values: z.number().int(),
      telling_ids: z.number().int(),
      examples: z.array(example),
    }),
    handler: async ({ access, deps, body }) => await previewMasking(access, body.masking, deps),
  }),
];
