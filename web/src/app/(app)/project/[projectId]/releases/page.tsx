import { ReleaseListPage } from "@/products/releases/release-list-page";

export const metadata = { title: "Guarded releases" };

export default function Page() {
  return <ReleaseListPage />;
}
