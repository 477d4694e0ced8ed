import { AccountPage } from "@/products/account/account-page";

export const metadata = { title: "Your log-in" };

export default function Page() {
  return <AccountPage />;
}
