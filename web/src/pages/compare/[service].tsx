import type { GetStaticPaths, GetStaticProps } from "next";
import { ServiceView } from "@/site/compare/service-view";
import { SERVICES, type Service } from "@/site/compare/services";

export const config = { unstable_runtimeJS: false };

export const getStaticPaths: GetStaticPaths = () => ({
  paths: SERVICES.map(({ key }) => ({ params: { service: key } })),
  fallback: false,
});

export const getStaticProps: GetStaticProps<{ service: Service }> = ({ params }) => {
  const service = SERVICES.find(({ key }) => key === params?.service);
  return service ? { props: { service } } : { notFound: true };
};

export default ServiceView;
