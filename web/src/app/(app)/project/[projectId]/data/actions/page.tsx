import { ActionListPage } from "@/products/actions/action-list-page";

export const metadata = { title: "Actions" };

export default function Page() {
  return <ActionListPage />;
}
