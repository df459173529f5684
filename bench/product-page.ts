/** How fast is a product's page, when the page cache has it? */
import type { Question } from "./question.ts";

const productPage: Question = {
  visit: async ({ client, place, number, round, timed }) => {
    const slug = place.slugs[(number + round) % place.slugs.length] ?? "";
    const { status, headers } = await timed(() => client.visit(`${place.storeUrl}/en-us/products/${slug}`));
    if (status !== 200) throw new Error(`${status} for the page of ${slug}`);
    if (headers["cf-cache-status"] !== "HIT" && round > place.slugs.length)
      throw new Error(`The page of ${slug} was not kept: ${headers["cf-cache-status"]}`);
  },
};
export default productPage;
