"use client";
import { useRouter } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import { projectPath, useProject } from "@/lib/project-context";
import { PRODUCTS } from "@/products/registry";
import { Dialog } from "@/ui/dialog";
import { Kbd } from "@/ui/kbd";

const HELP_EVENT = "edgewise:shortcuts";

/** Opens the list of shortcuts from anywhere. */
export function openShortcutHelp(): void {
  window.dispatchEvent(new Event(HELP_EVENT));
}

const GENERAL: readonly (readonly [string, string])[] = [
  ["⌘K", "Command bar"],
  ["?", "This list"],
  ["⌘Z / ⇧⌘Z", "Undo and redo in the explorer of insights"],
  ["⌘↵", "Run SQL"],
  ["Space", "Pause and resume live events"],
  ["/", "Search in a list"],
  ["k k", "Switch off the flag of the page"],
  ["e, f, r", "Edit, fill the screen with, refresh a dashboard"],
];

/** Global keys: ⌘K, `?`, and `g` followed by a product's letter. */
export function Shortcuts({ onCommandBar }: { readonly onCommandBar: () => void }) {
  const router = useRouter();
  const project = useProject();
  const [help, setHelp] = useState(false);
  const goUntil = useRef(0);

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if ((event.metaKey || event.ctrlKey) && event.key.toLowerCase() === "k") {
        event.preventDefault();
        onCommandBar();
        return;
      }
      if (event.metaKey || event.ctrlKey || event.altKey || isTyping(event.target)) return;
      if (event.key === "?") setHelp(true);
      const product = PRODUCTS.find((item) => item.shortcut === event.key);
      if (product && event.timeStamp < goUntil.current) {
        event.preventDefault();
        router.push(projectPath(project.id, product.path));
      }
      goUntil.current = event.key === "g" ? event.timeStamp + 1200 : 0;
    };
    const onHelp = () => setHelp(true);
    window.addEventListener("keydown", onKey);
    window.addEventListener(HELP_EVENT, onHelp);
    return () => {
      window.removeEventListener("keydown", onKey);
      window.removeEventListener(HELP_EVENT, onHelp);
    };
  }, [onCommandBar, project.id, router]);

  return (
    <Dialog open={help} onOpenChange={setHelp} title="Keyboard shortcuts">
      <dl className="grid gap-x-8 gap-y-2 sm:grid-cols-2">
        {GENERAL.map(([keys, text]) => (
          <Row key={keys} keys={[keys]} text={text} />
        ))}
        {PRODUCTS.map((product) => (
          <Row key={product.key} keys={["g", product.shortcut]} text={product.title} />
        ))}
      </dl>
    </Dialog>
  );
}

function Row({ keys, text }: { readonly keys: readonly string[]; readonly text: string }) {
  return (
    <div className="flex items-center justify-between gap-3 text-sm">
      <dt>{text}</dt>
      <dd className="flex gap-1">
        {keys.map((key) => (
          <Kbd key={key}>{key}</Kbd>
        ))}
      </dd>
    </div>
  );
}

/** True when a key press belongs to a text field or editor. */
export function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName))
  );
}
