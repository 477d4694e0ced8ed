import { born, list, type Routes } from "../context.ts";
import { wrong } from "../error.ts";
import { listAt, textAt } from "../form.ts";

/** Prices and meters. */
export const CATALOG: Routes = {
  "GET /v1/prices": ({ store, form }) => {
    const keys = listAt(form, "lookup_keys");
    return list(store.all("price").filter(({ lookup_key }) => keys.includes(lookup_key ?? "")));
  },
  "POST /v1/prices": ({ store, form, now }) => {
    const lookupKey = textAt(form, "lookup_key") ?? null;
    if (lookupKey !== null && store.all("price").some((price) => price.lookup_key === lookupKey))
      throw wrong(`A price already uses the lookup key ${lookupKey}.`, "resource_already_exists");
    return store.put("price", {
      id: store.newId("price"),
      object: "price",
      ...born(now),
      active: true,
      currency: textAt(form, "currency") ?? "usd",
      lookup_key: lookupKey,
      product: store.newId("prod"),
      type: "recurring",
      unit_amount: Number(textAt(form, "unit_amount") ?? 0),
      recurring: { interval: textAt(form, "recurring", "interval") ?? "month", usage_type: "licensed" },
      _name: textAt(form, "product_data", "name") ?? "",
    });
  },
  "GET /v1/billing/meters": ({ store }) => list(store.all("mtr")),
  "POST /v1/billing/meters": ({ store, form, now }) => {
    const name = textAt(form, "event_name") ?? "";
    if (store.all("mtr").some(({ event_name }) => event_name === name))
      throw wrong(`There is a meter for ${name}.`, "resource_already_exists");
    return store.put("mtr", {
      id: store.newId("mtr"),
      object: "billing.meter",
      ...born(now),
      display_name: textAt(form, "display_name") ?? "",
      event_name: name,
      status: "active",
    });
  },
  "POST /v1/billing/meter_events": ({ store, form, now }) => {
    const name = textAt(form, "event_name") ?? "";
    const identifier = textAt(form, "identifier") ?? store.newId("mev");
    if (!store.all("mtr").some(({ event_name }) => event_name === name))
      throw wrong(`There is no meter for ${name}.`);
    store.get("cus", textAt(form, "payload", "stripe_customer_id") ?? "");
    const units = textAt(form, "payload", "value") ?? "";
    if (!/^\d+$/.test(units)) throw wrong("payload[value] is a whole number.");
    if (store.all("mev").some((event) => event.identifier === identifier))
      throw wrong(`An event already exists with identifier ${identifier}.`, "duplicate_meter_event");
    return store.put("mev", {
      id: store.newId("mev"),
      object: "billing.meter_event",
      ...born(now),
      event_name: name,
      identifier,
      payload: { stripe_customer_id: textAt(form, "payload", "stripe_customer_id") ?? "", value: units },
      timestamp: Number(textAt(form, "timestamp") ?? now),
    });
  },
};
