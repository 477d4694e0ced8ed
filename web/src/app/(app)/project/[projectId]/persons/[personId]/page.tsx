import { PersonPage } from "@/products/persons/person-page";

export const metadata = { title: "Person" };

export default async function Page({ params }: { readonly params: Promise<{ personId: string }> }) {
  const { personId } = await params;
  return <PersonPage personRef={decodeURIComponent(personId)} />;
}
