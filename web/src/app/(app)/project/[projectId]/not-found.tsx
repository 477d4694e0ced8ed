import { EmptyState } from "@/ui/states";

export default function ProjectPageNotFound() {
  return (
    <EmptyState title="This page does not exist">
      The address may be mistyped, or what it showed was deleted. Find your way in the navigation or with ⌘K.
    </EmptyState>
  );
}
