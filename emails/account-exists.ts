/** For one who signs up again: the page cannot say so without telling strangers who has an account. */
import { accountLetter } from "./account-letter.ts";
import type { Letter } from "./letter.ts";
import type { MailWords } from "./mail-words.ts";

/** `link` leads to where one signs in. */
export const accountExists = (link: string, words: MailWords): Letter => accountLetter("exists", link, words);
