import type { GetStaticPaths, GetStaticProps } from "next";
import { ProductView } from "@/site/product-view";
import { PRODUCTS, type ProductPage } from "@/site/products";

export const config = { unstable_runtimeJS: false };

export const getStaticPaths: GetStaticPaths = () => ({
  paths: PRODUCTS.map(({ key }) => ({ params: { product: key } })),
  fallback: false,
});

export const getStaticProps: GetStaticProps<{ product: ProductPage }> = ({ params }) => {
  const product = PRODUCTS.find(({ key }) => key === params?.product);
  return product ? { props: { product } } : { notFound: true };
};

export default ProductView;
