import { LivePage } from "@/products/live/live-page";

export const metadata = { title: "Live events" };

export default function Page() {
  return <LivePage />;
}
