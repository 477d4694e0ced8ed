import type { ReactNode } from "react";
import { AuthFrame } from "@/products/auth/auth-frame";

export default function AuthLayout({ children }: { readonly children: ReactNode }) {
  return <AuthFrame>{children}</AuthFrame>;
}
