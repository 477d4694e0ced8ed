import { Landing } from "@/site/landing/landing";

export const config = { unstable_runtimeJS: false };

export default Landing;
