import { FlagListPage } from "@/products/flags/flag-list-page";

export const metadata = { title: "Feature flags" };

export default function Page() {
  return <FlagListPage />;
}
