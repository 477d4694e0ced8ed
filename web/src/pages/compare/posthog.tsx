import { ComparedWithPostHog } from "@/site/compare/posthog";

export const config = { unstable_runtimeJS: false };

export default ComparedWithPostHog;
