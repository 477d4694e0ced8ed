import { SERVICES } from "./compare/services";
import { DOCS } from "./docs/nav";
import { PRODUCTS } from "./products";

/** Every page that strangers may read. */
export const PUBLIC_PATHS: readonly string[] = [
  "/",
  "/pricing",
  ...PRODUCTS.map(({ key }) => `/products/${key}`),
  "/compare/posthog",
  ...SERVICES.map(({ key }) => `/compare/${key}`),
  "/docs",
  ...DOCS.map(({ path }) => `/docs/${path}`),
  "/api/docs/",
  "/status",
];
