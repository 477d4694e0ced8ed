import { AnnotationsPage } from "@/products/annotations/annotations-page";

export const metadata = { title: "Annotations" };

export default function Page() {
  return <AnnotationsPage />;
}
