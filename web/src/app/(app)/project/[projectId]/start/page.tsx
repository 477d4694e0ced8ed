import { StartPage } from "@/products/onboarding/start-page";

export const metadata = { title: "Connect an SDK" };

export default function Page() {
  return <StartPage />;
}
