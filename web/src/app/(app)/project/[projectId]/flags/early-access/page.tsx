import { EarlyAccessPage } from "@/products/flags/early-access/early-access-page";

export const metadata = { title: "Early access" };

export default function Page() {
  return <EarlyAccessPage />;
}
