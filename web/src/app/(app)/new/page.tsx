import { NewProject } from "@/products/auth/new-project";

export const metadata = { title: "New project" };

export default function NewProjectPage() {
  return <NewProject />;
}
