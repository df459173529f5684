/** "These are running low": for staff who want to know, many SKUs in one mail. */
import { optionValues } from "../worker/catalog/option-words.ts";
import type { VariantOptions } from "../worker/catalog/product.ts";
import type { Letter } from "./letter.ts";
import type { MailWords } from "./mail-words.ts";
import { linkButton } from "./order-blocks.ts";

export type LowArticle = { sku: string; title: string; options: VariantOptions; available: number };

/** More are counted, not listed: the dashboard has them all. */
const LISTED_MAX = 40;

/** `url` leads to the dashboard's list; null where the store does not know its own address. */
export function lowStock(articles: readonly LowArticle[], url: string | null, words: MailWords): Letter {
  const count = articles.length;
  const more = count - LISTED_MAX;
  return {
    subject: words.say("low.subject", { count }),
    preview: words.say("low.preview"),
    heading: words.say("low.heading", { count }),
    blocks: [
      { kind: "text", text: words.say("low.text") },
      {
        kind: "lines",
        title: words.say("low.articles"),
        rows: articles.slice(0, LISTED_MAX).map(({ sku, title, options, available }) => ({
          title,
          detail: [...optionValues(options, words.locale), sku].join(" · "),
          amount: words.say("low.left", { count: available }),
        })),
      },
      ...(more > 0 ? [{ kind: "text" as const, text: words.say("low.more", { count: more }) }] : []),
      ...linkButton(words.say("low.button"), url),
    ],
    footer: words.say("low.footer"),
  };
}
