import { alerts } from "@/products/alerts/manifest";
import { billing } from "@/products/billing/manifest";
import { cohorts } from "@/products/cohorts/manifest";
import { dashboards } from "@/products/dashboards/manifest";
import { data } from "@/products/definitions/manifest";
import { experiments } from "@/products/experiments/manifest";
import { flags } from "@/products/flags/manifest";
import { insights } from "@/products/insights/manifest";
import { live } from "@/products/live/manifest";
import type { ProductManifest } from "@/products/manifest";
import { onboarding } from "@/products/onboarding/manifest";
import { persons } from "@/products/persons/manifest";
import { releases } from "@/products/releases/manifest";
import { settings } from "@/products/settings/manifest";
import { sql } from "@/products/sql/manifest";

/** Every product of the app, in the order of the navigation. */
export const PRODUCTS: readonly ProductManifest[] = [
  live,
  dashboards,
  insights,
  alerts,
  sql,
  persons,
  cohorts,
  flags,
  releases,
  experiments,
  data,
  onboarding,
  billing,
  settings,
];
