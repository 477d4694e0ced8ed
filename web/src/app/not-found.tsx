import Link from "next/link";
import { Button } from "@/ui/button";
import { Kbd } from "@/ui/kbd";
import { Logo } from "@/ui/logo";

export const metadata = { title: "Not found" };

export default function NotFound() {
  return (
    <main className="mx-auto flex min-h-dvh max-w-md flex-col justify-center gap-4 p-6">
      <Logo />
      <h1 className="text-2xl font-semibold tracking-tight">This page does not exist</h1>
      <p className="text-muted">
        The address may be mistyped, or what it showed was deleted. Press <Kbd>⌘K</Kbd> in a project to find
        your way.
      </p>
      <div className="flex flex-wrap gap-2">
        <Button asChild variant="primary">
          <Link href="/home">Go to your project</Link>
        </Button>
        <Button asChild>
          <a href="/docs">Documentation</a>
        </Button>
      </div>
    </main>
  );
}
