import { notFound } from "next/navigation";

export const metadata = { title: "Not found" };

/** Unknown paths of a project keep its navigation. */
export default function Page() {
  notFound();
}
