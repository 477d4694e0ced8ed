import { ActionPage } from "@/products/actions/action-page";

export const metadata = { title: "New action" };

export default function Page() {
  return <ActionPage actionId={null} />;
}
