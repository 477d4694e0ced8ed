import { Suspense } from "react";
import { ResetForm } from "@/products/auth/reset-form";

export const metadata = { title: "New password", robots: { index: false } };

export default function Page() {
  return (
    <Suspense>
      <ResetForm />
    </Suspense>
  );
}
