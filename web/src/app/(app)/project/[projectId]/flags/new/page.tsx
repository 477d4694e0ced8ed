import { NewFlagPage } from "@/products/flags/new-flag-page";

export const metadata = { title: "New flag" };

export default function Page() {
  return <NewFlagPage />;
}
