import * as z from "zod";

/** How a shared page looks; unknown settings are kept out. */
const settings = z.object({
  whitelabel: z.boolean().optional(),
  noHeader: z.boolean().optional(),
  showInspector: z.boolean().optional(),
  legend: z.boolean().optional(),
  detailed: z.boolean().optional(),
  hideExtraDetails: z.boolean().optional(),
  theme: z.enum(["light", "dark", "system"]).optional(),
});

export const sharingChange = z.object({
  enabled: z.boolean().optional(),
  settings: settings.nullish(),
  password_required: z.boolean().optional(),
});
export type SharingChange = z.output<typeof sharingChange>;

export const sharePasswordBody = z.object({
  /** Absent: one is made up. */
  raw_password: z.string().min(8, "Use at least 8 characters.").max(128).nullish(),
  note: z.string().max(100).nullish(),
});
export type SharePasswordBody = z.output<typeof sharePasswordBody>;

export const MOST_LINK_HOURS = 24 * 366;

export const sharedLinkBody = z.object({
  query: z.looseObject({ kind: z.string() }),
  name: z.string().max(400).nullish(),
  expires_in_hours: z
    .number()
    .int()
    .min(1)
    .max(MOST_LINK_HOURS)
    .default(24 * 7),
});
export type SharedLinkBody = z.output<typeof sharedLinkBody>;
