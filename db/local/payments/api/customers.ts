import { born, type Context, metadataOf, type Routes } from "../context.ts";
import { wrong } from "../error.ts";
import { textAt } from "../form.ts";
import type { Customer } from "../objects.ts";

function change(customer: Customer, { form, store }: Context): void {
  const method = textAt(form, "invoice_settings", "default_payment_method");
  if (method !== undefined) {
    if (store.get("pm", method).customer !== customer.id)
      throw wrong("The payment method is another customer's.");
    customer.invoice_settings.default_payment_method = method;
  }
  customer.name = textAt(form, "name") ?? customer.name;
  customer.email = textAt(form, "email") ?? customer.email;
}

export const CUSTOMERS: Routes = {
  "POST /v1/customers": (context) => {
    const { store, form, now, webhooks } = context;
    const customer: Customer = {
      id: store.newId("cus"),
      object: "customer",
      ...born(now),
      email: null,
      name: null,
      balance: 0,
      metadata: metadataOf(form),
      address: null,
      invoice_settings: { default_payment_method: null },
    };
    change(customer, context);
    webhooks.tell("customer.created", store.put("cus", customer), now);
    return customer;
  },
  "GET /v1/customers/:id": ({ store, ids }) => store.get("cus", ids[0]!),
  "POST /v1/customers/:id": (context) => {
    const customer = context.store.get("cus", context.ids[0]!);
    change(customer, context);
    context.webhooks.tell("customer.updated", customer, context.now);
    return customer;
  },
};
