import { EventDefinitionsPage } from "@/products/definitions/event-definitions-page";

export const metadata = { title: "Event definitions" };

export default function Page() {
  return <EventDefinitionsPage />;
}
