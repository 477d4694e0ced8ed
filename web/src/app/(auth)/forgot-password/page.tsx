import { Suspense } from "react";
import { ForgotForm } from "@/products/auth/forgot-form";

export const metadata = { title: "Forgotten password", robots: { index: false } };

export default function Page() {
  return (
    <Suspense>
      <ForgotForm />
    </Suspense>
  );
}
