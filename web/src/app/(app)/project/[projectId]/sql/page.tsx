import { SqlPage } from "@/products/sql/sql-page";

export const metadata = { title: "SQL" };

export default function Page() {
  return <SqlPage />;
}
