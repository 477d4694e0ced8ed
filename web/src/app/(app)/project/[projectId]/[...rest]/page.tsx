import { notFound } from "next/navigation";

/** Unknown paths of a project keep its navigation. */
export default function Page() {
  notFound();
}
