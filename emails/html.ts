/** A template tag that escapes every value it is given, unless it is HTML made by the tag itself. */
/** Text that goes into HTML as it is. Made from what the code itself wrote, never from what a person typed. */
export class Html {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

const escaped = (text: string) => text.replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);
const partOf = (value: string | Html | readonly Html[]): string => {
  if (value instanceof Html) return value.text;
  return typeof value === "string" ? escaped(value) : value.map((each) => each.text).join("");
};

/** A text is escaped, in attributes with quotes too; HTML, and a list of it, goes in as it is. */
export const html = (parts: TemplateStringsArray, ...values: (string | Html | readonly Html[])[]): Html =>
  new Html(parts.reduce((made, part, index) => made + partOf(values[index - 1] ?? "") + part));
