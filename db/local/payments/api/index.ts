import { list, type Routes } from "../context.ts";
import { CATALOG } from "./catalog.ts";
import { CUSTOMERS } from "./customers.ts";
import { INVOICES } from "./invoices.ts";
import { REFUNDS } from "./refunds.ts";
import { SESSIONS } from "./sessions.ts";
import { SUBSCRIPTIONS } from "./subscriptions.ts";

/** The calls of Stripe's API that the product makes, and lists that tests look at. */
export const API: Routes = {
  ...CATALOG,
  ...CUSTOMERS,
  ...INVOICES,
  ...REFUNDS,
  ...SESSIONS,
  ...SUBSCRIPTIONS,
  "GET /v1/events": ({ store }) => list(store.all("evt")),
  "GET /v1/billing/meter_events": ({ store }) => list(store.all("mev")),
};
