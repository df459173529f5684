/** How fast is a product over the API? */
import type { Question } from "./question.ts";

const productApi: Question = {
  visit: async ({ client, place, number, round, timed }) => {
    const slug = place.slugs[(number + round) % place.slugs.length] ?? "";
    const { status, text } = await timed(() =>
      client.send("GET", `${place.storeUrl}/api/products/${slug}?market=en-us`),
    );
    if (status !== 200) throw new Error(`${status} for ${slug}: ${text.slice(0, 300)}`);
  },
};
export default productApi;
