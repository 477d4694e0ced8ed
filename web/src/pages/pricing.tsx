import { Pricing } from "@/site/pricing/pricing";

/** On demand: the calculator's script carries the nonce of its answer. */
export const getServerSideProps = async () => ({ props: {} });

export default Pricing;
