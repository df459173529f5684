/** The link opens the page where a new password is chosen. */
import { accountLetter } from "./account-letter.ts";
import type { Letter } from "./letter.ts";
import type { MailWords } from "./mail-words.ts";

export const resetPassword = (link: string, words: MailWords): Letter => accountLetter("reset", link, words);
