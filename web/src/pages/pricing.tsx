import { Pricing } from "@/site/pricing/pricing";

export default Pricing;
