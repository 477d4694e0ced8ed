import { HoldoutsPage } from "@/products/flags/holdouts/holdouts-page";

export const metadata = { title: "Holdouts" };

export default function Page() {
  return <HoldoutsPage />;
}
