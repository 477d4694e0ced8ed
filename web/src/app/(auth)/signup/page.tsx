import { SignupForm } from "@/products/auth/signup-form";

export const metadata = { title: "Create an account" };

export default function SignupPage() {
  return <SignupForm />;
}
