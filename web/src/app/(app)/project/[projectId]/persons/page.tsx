import { PersonListPage } from "@/products/persons/person-list-page";

export const metadata = { title: "Persons" };

export default function Page() {
  return <PersonListPage />;
}
