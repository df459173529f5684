/** The link proves that the address is the reader's. */
import { accountLetter } from "./account-letter.ts";
import type { Letter } from "./letter.ts";
import type { MailWords } from "./mail-words.ts";

export const verifyEmail = (link: string, words: MailWords): Letter => accountLetter("verify", link, words);
