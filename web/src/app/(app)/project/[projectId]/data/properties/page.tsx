import { PropertyDefinitionsPage } from "@/products/definitions/property-definitions-page";

export const metadata = { title: "Property definitions" };

export default function Page() {
  return <PropertyDefinitionsPage />;
}
