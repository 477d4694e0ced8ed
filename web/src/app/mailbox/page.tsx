import { Suspense } from "react";
import { MailboxPage } from "@/products/mailbox/mailbox-page";

export const metadata = { title: "Mailbox", robots: { index: false } };

export default function Mailbox() {
  return (
    <Suspense>
      <MailboxPage />
    </Suspense>
  );
}
