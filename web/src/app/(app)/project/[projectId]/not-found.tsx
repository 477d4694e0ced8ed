import Link from "next/link";
import { Button } from "@/ui/button";
import { Kbd } from "@/ui/kbd";
import { EmptyState } from "@/ui/states";

export default function ProjectPageNotFound() {
  return (
    <EmptyState
      title="This page does not exist"
      action={
        <Button asChild>
          <Link href="/home">Go to your project</Link>
        </Button>
      }
    >
      The address may be mistyped, or what it showed was deleted. Find your way in the navigation or with{" "}
      <Kbd>⌘K</Kbd>.
    </EmptyState>
  );
}
