import { WarningsPage } from "@/products/warnings/warnings-page";

export const metadata = { title: "Ingestion warnings" };

export default function Page() {
  return <WarningsPage />;
}
