import type { DashboardTemplate } from "../template.ts";
import { aarrr } from "./aarrr.ts";
import { mobile } from "./mobile.ts";
import { product } from "./product.ts";
import { saas } from "./saas.ts";
import { web } from "./web.ts";

/** Dashboards that every project can start from. */
export const DASHBOARD_TEMPLATES: readonly DashboardTemplate[] = [product, web, aarrr, saas, mobile];
