/** "It is back": for one who asked to be told, once. */
import { optionsText } from "../worker/catalog/option-words.ts";
import type { VariantOptions } from "../worker/catalog/product.ts";
import type { Money } from "../worker/pricing/money.ts";
import type { Letter } from "./letter.ts";
import type { MailWords } from "./mail-words.ts";
import { linkButton } from "./order-blocks.ts";

/** `stopUrl` leads to where all such wishes of the address are taken back. Both are null where the store knows no address of its own. */
export type BackArticle = {
  title: string;
  options: VariantOptions;
  price: Money;
  url: string | null;
  stopUrl: string | null;
};

export function backInStock({ title, options, price, url, stopUrl }: BackArticle, words: MailWords): Letter {
  return {
    subject: words.say("back.subject", { title }),
    preview: words.say("back.preview"),
    heading: words.say("back.heading"),
    blocks: [
      { kind: "text", text: words.say("back.text") },
      {
        kind: "lines",
        title: words.say("back.article"),
        rows: [{ title, detail: optionsText(options, words.locale), amount: words.money(price) }],
      },
      ...linkButton(words.say("back.button"), url),
      { kind: "note", text: words.say("back.note") },
    ],
    footer: words.say("back.footer"),
    ...(stopUrl === null ? {} : { footerLink: { label: words.say("back.stop"), href: stopUrl } }),
  };
}
