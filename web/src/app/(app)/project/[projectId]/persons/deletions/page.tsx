import { DeletionsPage } from "@/products/persons/deletions/deletions-page";

export const metadata = { title: "Deletions" };

export default function Page() {
  return <DeletionsPage />;
}
