import { Suspense } from "react";
import { VerifyPage } from "@/products/auth/verify-page";

export const metadata = { title: "Confirm address", robots: { index: false } };

export default function Page() {
  return (
    <Suspense>
      <VerifyPage />
    </Suspense>
  );
}
