import { HomeRedirect } from "@/shell/home-redirect";

export default function Home() {
  return <HomeRedirect />;
}
