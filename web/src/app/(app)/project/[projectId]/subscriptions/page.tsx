import { SubscriptionsPage } from "@/products/subscriptions/subscriptions-page";

export const metadata = { title: "Subscriptions" };

export default function Subscriptions() {
  return <SubscriptionsPage />;
}
