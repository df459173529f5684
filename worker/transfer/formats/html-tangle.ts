/**
 * Tells HTML that would make its parser work without end, before it is parsed: a browser's rules open formatting that was
 * left open anew in each block after it, and a tree that is too deep overflows whatever walks it. Letters are read once.
 */

/** Elements inside one another. A description has about ten. */
const DEPTH_MAX = 100;
/** Formatting that is left open. */
const OPEN_MAX = 200;
/** Elements the parser would make by itself at most. */
const REOPENED_MAX = 20_000;

const wordsOf = (words: string) => new Set(words.split(" "));
/** Those a parser opens anew (HTML standard, 13.2.4.3, the list of active formatting elements). */
const FORMATTING = wordsOf("a b big code em font i nobr s small strike strong tt u");
const VOID = wordsOf("area base br col embed hr img input link meta param source track wbr");
/** Read by rules of their own until their end; a description has no use for the other two. */
const RAW = wordsOf("script style title textarea xmp iframe noembed noframes");
const FOREIGN = wordsOf("svg math plaintext");
/** Whose end need not be written: the next of them ends them. */
const ENDED_BY_NEXT = wordsOf("p li dt dd tr td th option");
const NAME = /[^\s/>]*/y;
const LETTER = /[a-z]/i;

type Tally = { stack: string[]; open: number; reopened: number };

/** True where it is nested too deeply, leaves too much open, or cannot be followed. */
export function isTangled(html: string): boolean {
  const tally: Tally = { stack: [], open: 0, reopened: 0 };
  for (let at = html.indexOf("<"); at !== -1; at = html.indexOf("<", at)) {
    const isEnd = html[at + 1] === "/";
    const from = at + (isEnd ? 2 : 1);
    if (!LETTER.test(html[from] ?? "")) {
      at = afterOther(html, at);
      continue;
    }
    NAME.lastIndex = from;
    const name = (NAME.exec(html)?.[0] ?? "").toLowerCase();
    at = afterTag(html, from + name.length);
    if (FOREIGN.has(name)) return true;
    if (!isEnd && RAW.has(name)) {
      const rest = afterRaw(html, name, at);
      // A comment inside a script may hide its end.
      if (name === "script" && html.slice(at, rest).includes("<!--")) return true;
      at = rest;
    } else if (isEnd) close(tally, name);
    else open(tally, name);
    if (tally.stack.length > DEPTH_MAX || tally.open > OPEN_MAX || tally.reopened > REOPENED_MAX) return true;
  }
  return false;
}

function open(tally: Tally, name: string): void {
  if (FORMATTING.has(name)) tally.open += 1;
  else tally.reopened += tally.open;
  if (VOID.has(name)) return;
  if (ENDED_BY_NEXT.has(name)) while (ENDED_BY_NEXT.has(tally.stack.at(-1) ?? "")) tally.stack.pop();
  tally.stack.push(name);
}

/** Formatting counts as left open unless its end comes right where it should. */
function close(tally: Tally, name: string): void {
  if (tally.stack.at(-1) === name) {
    tally.stack.pop();
    if (FORMATTING.has(name)) tally.open -= 1;
    else tally.reopened += tally.open;
    return;
  }
  tally.reopened += tally.open;
  const at = FORMATTING.has(name) ? -1 : tally.stack.lastIndexOf(name);
  if (at !== -1) tally.stack.length = at;
}

/** Behind a tag whose name ends at `from`; the end of the text where it has none (HTML standard, 13.2.5.32 to 13.2.5.40). */
function afterTag(html: string, from: number): number {
  let [isNamed, isValue] = [false, false];
  for (let at = from; at < html.length; at += 1) {
    const char = html[at] as string;
    if (char === ">") return at + 1;
    if (isValue && !isSpace(char)) {
      const end = char === '"' || char === "'" ? html.indexOf(char, at + 1) : endOfUnquoted(html, at) - 1;
      if (end === -1) return html.length;
      [at, isNamed, isValue] = [end, false, false];
    } else if (char === "=" && isNamed) isValue = true;
    else if (char === "/") isNamed = false;
    else if (!isSpace(char)) isNamed = true;
  }
  return html.length;
}

const isSpace = (char: string) => char === " " || char === "\n" || char === "\t" || char === "\f" || char === "\r";

function endOfUnquoted(html: string, from: number): number {
  let at = from;
  while (at < html.length && html[at] !== ">" && !isSpace(html[at] as string)) at += 1;
  return at;
}

/** Behind a comment or a declaration; behind the `<` where it is a letter like others. */
function afterOther(html: string, at: number): number {
  if (!html.startsWith("<!--", at)) return "!?/".includes(html[at + 1] ?? " ") ? afterNext(html, ">", at) : at + 1;
  if (html.startsWith(">", at + 4)) return at + 5;
  if (html.startsWith("->", at + 4)) return at + 6;
  const end = /--!?>/g;
  end.lastIndex = at + 4;
  return end.test(html) ? end.lastIndex : html.length;
}

function afterNext(html: string, sign: string, from: number): number {
  const at = html.indexOf(sign, from);
  return at === -1 ? html.length : at + sign.length;
}

function afterRaw(html: string, name: string, from: number): number {
  const end = new RegExp(`</${name}(?=[\\s/>])`, "gi");
  end.lastIndex = from;
  return end.test(html) ? afterTag(html, end.lastIndex) : html.length;
}
