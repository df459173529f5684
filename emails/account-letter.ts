/**
 * The shape of mails about an account. None greets by name: the name was typed by whoever signed up, and must not carry
 * a stranger's words to the address's owner.
 */
import type { Letter } from "./letter.ts";
import type { MailWords } from "./mail-words.ts";

type Part = "subject" | "preview" | "heading" | "text" | "button" | "note";

/** `link` is where the button leads; the words are the messages whose keys begin with the topic. */
export function accountLetter(topic: "verify" | "reset" | "exists", link: string, words: MailWords): Letter {
  const say = (part: Part) => words.say(`${topic}.${part}`);
  return {
    subject: say("subject"),
    preview: say("preview"),
    heading: say("heading"),
    blocks: [
      { kind: "text", text: say("text") },
      { kind: "button", label: say("button"), href: link },
      { kind: "note", text: say("note") },
    ],
  };
}
