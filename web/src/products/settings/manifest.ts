import { SlidersHorizontal } from "lucide-react";
import type { ProductManifest } from "@/products/manifest";

export const settings: ProductManifest = {
  key: "settings",
  title: "Settings",
  icon: SlidersHorizontal,
  path: "/settings",
  shortcut: ",",
  group: "project",
  commands: [
    { title: "Create an API key", path: "/settings/keys", keywords: "personal secret token phx phs" },
    { title: "Project name, time zone, week start", path: "/settings/project" },
    { title: "Environments", path: "/settings/environments", keywords: "staging production token rotate" },
    { title: "Members", path: "/settings/members", keywords: "organisation team people" },
    {
      title: "Organisation",
      path: "/settings/organization",
      keywords: "single sign-on sso domain transfer delete leave rules two-factor",
    },
    {
      title: "Password, second factor, passkeys",
      path: "/settings/security",
      keywords: "2fa totp authenticator recovery codes log-in account",
    },
    {
      title: "Privacy & data",
      path: "/settings/privacy",
      keywords:
        "delete events gdpr export import retention masking ip address do not track cookieless receipt",
    },
    { title: "Audit log", path: "/settings/audit", keywords: "who changed what activity export" },
    { title: "Appearance", path: "/settings/appearance", keywords: "theme dark light" },
  ],
};
