import { OrganizationsPage } from "@/products/organization/organizations-page";

export const metadata = { title: "Your organisations" };

export default function Page() {
  return <OrganizationsPage />;
}
