import { SettingsPage } from "@/products/settings/settings-page";

export const metadata = { title: "Settings" };

export default async function Page({ params }: { readonly params: Promise<{ section: string }> }) {
  const { section } = await params;
  return <SettingsPage section={section} />;
}
