/**
 * Cuts JSON text into the items of its list, a piece at a time: `[{…},{…}]`, `{"products":[{…}]}`, one object a line, or one.
 * Only brackets and strings are followed; each item is parsed by itself, so a file takes the memory of one of them.
 */

/** `row` counts items from 1, in a file of lines the line. */
export type JsonItem = { row: number; text: string };
export type JsonKind = "lines" | "list";
/** Characters of one item. */
const ITEM_LENGTH_MAX = 4_000_000;

/** After a fault nothing more is read or kept. */
export type JsonItems = {
  push(text: string): JsonItem[];
  /** The last line, which needs no end; tells a list that is cut off. */
  end(): JsonItem[];
  keep(): LinesKept | ListKept;
  readonly fault: { row: number; why: string } | null;
};
/** What is read of an item that is not whole yet. */
export type LinesKept = { rest: string; row: number };
export type ListKept = {
  depth: number;
  /** Of the list whose items are the products; -1 before it. */
  listDepth: number;
  /** Of a list that is passed over; 0 where none is. */
  otherDepth: number;
  row: number;
  item: string;
  isString: boolean;
  isEscaped: boolean;
  isOver: boolean;
  /** The last text outside lists: the name of what comes next, where a colon follows. */
  name: string;
  /** Names of lists of objects that were passed over. */
  others: string[];
  /** The outermost object has a title. */
  isTitled: boolean;
  /** The whole object, while it may be a product by itself; null once it is none. */
  whole: string | null;
};
const NO_LINES: LinesKept = { rest: "", row: 0 };
const NO_LIST: ListKept = {
  ...{ depth: 0, listDepth: -1, otherDepth: 0, row: 0, item: "" },
  ...{ isString: false, isEscaped: false, isOver: false, name: "", others: [], isTitled: false, whole: "" },
};
/** What the list of products is called where an object has several; in what writes one, whichever it is. */
const NAMES = /^(products?|items|data|results|records|rows|entries|nodes|articles|catalog(ue)?)$/i;
const NAME_LENGTH_MAX = 60;
/** Characters of a product that is a file by itself. */
const WHOLE_LENGTH_MAX = 1_000_000;
const OTHERS_MAX = 5;
/** By these an object is known for a product. */
const TITLES = /^(title|name|translations)$/;

/** A list's items stand at `depth` brackets: 1 in a list of its own, 2 in an object's. */
export function jsonItems(kind: JsonKind, kept?: LinesKept | ListKept): JsonItems {
  return kind === "lines" ? lineItems(kept as LinesKept | undefined) : listItems(kept as ListKept | undefined);
}

function lineItems(kept = NO_LINES): JsonItems {
  let { rest, row } = kept;
  let fault: JsonItems["fault"] = null;
  const take = (lines: readonly string[]): JsonItem[] =>
    lines.flatMap((line) => {
      row += 1;
      return line.trim() === "" ? [] : [{ row, text: line }];
    });
  return {
    push(text) {
      if (fault) return [];
      const lines = text.split("\n");
      lines[0] = rest + lines[0];
      rest = lines.pop() ?? "";
      if (rest.length > ITEM_LENGTH_MAX)
        fault = { row: row + 1, why: `the line is longer than ${ITEM_LENGTH_MAX} characters` };
      return take(lines);
    },
    end: () => take(fault || rest === "" ? [] : [rest]),
    keep: () => ({ rest, row }),
    get fault() {
      return fault;
    },
  };
}

/**
 * Items are the objects directly inside the list that is called as products are, or the only thing there is; an object with a title
 * that has no such list is a product by itself.
 */
function listItems(before: ListKept = NO_LIST): JsonItems {
  const at: ListKept = { ...before, others: [...before.others] };
  let fault: JsonItems["fault"] = null;
  const open = (char: string): boolean => {
    at.depth += 1;
    const isItem = char === "{" && at.depth === at.listDepth + 1 && !at.isOver;
    const isOthersItem = char === "{" && at.otherDepth > 0 && at.depth === at.otherDepth + 1;
    if (isOthersItem && at.isOver && NAMES.test(at.name))
      fault = { row: at.row + 1, why: `a second list of products begins here: ${at.name}` };
    if (isOthersItem) tell(at);
    if (isItem || char !== "[" || !isOutside(at)) return isItem;
    if (at.listDepth < 0 && (at.depth === 1 || NAMES.test(at.name))) [at.listDepth, at.whole] = [at.depth, null];
    else at.otherDepth = at.depth;
    return false;
  };
  /** Whether an item ends with it. */
  const close = (char: string): boolean => {
    at.depth -= 1;
    if (at.otherDepth > 0) {
      if (at.depth === at.otherDepth - 1) at.otherDepth = 0;
      return false;
    }
    if (at.listDepth < 0 || at.isOver) return false;
    if (char === "]" && at.depth === at.listDepth - 1) at.isOver = true;
    return char === "}" && at.depth === at.listDepth;
  };
  const push = (text: string): JsonItem[] => {
    const found: JsonItem[] = [];
    if (fault) return found;
    let from = 0;
    for (let index = 0; index < text.length; index += 1) {
      const char = text.charAt(index);
      if (at.isString) {
        if (at.isEscaped) at.isEscaped = false;
        else if (char === "\\") at.isEscaped = true;
        else if (char === '"') {
          at.isString = false;
          at.isTitled ||= at.depth === 1 && isOutside(at) && TITLES.test(at.name);
        }
        if (at.isString && isOutside(at) && at.name.length < NAME_LENGTH_MAX) at.name += char;
      } else if (char === '"') [at.isString, at.name] = [true, isOutside(at) ? "" : at.name];
      else if (char === "[" || char === "{") {
        if (open(char)) from = index;
      } else if ((char === "]" || char === "}") && close(char)) {
        at.row += 1;
        found.push({ row: at.row, text: at.item + text.slice(from, index + 1) });
        [at.item, from] = ["", index + 1];
      }
    }
    if (at.whole !== null) at.whole = at.whole.length + text.length > WHOLE_LENGTH_MAX ? null : at.whole + text;
    if (at.depth > at.listDepth && at.listDepth >= 0 && !at.isOver) at.item += text.slice(from);
    if (at.item.length > ITEM_LENGTH_MAX)
      fault = { row: at.row + 1, why: `the item is longer than ${ITEM_LENGTH_MAX} characters` };
    return found;
  };
  return {
    push,
    end() {
      if (at.depth !== 0 || at.isString)
        fault ??= { row: at.row + 1, why: "the file is cut off, or a bracket or quote is not closed" };
      if (fault || at.listDepth >= 0) return [];
      const { whole } = at;
      at.whole = null;
      if (whole !== null && at.isTitled) return [{ row: 1, text: whole.trim() }];
      const others = at.others.length > 0 ? `: the file has ${at.others.join(", ")}` : "";
      fault = { row: 1, why: `no list is called products or items${others}` };
      return [];
    },
    keep: () => ({ ...at, others: [...at.others] }),
    get fault() {
      return fault;
    },
  };
}

/** In no list, or behind the one that is read. */
const isOutside = ({ listDepth, otherDepth, isOver }: ListKept): boolean =>
  otherDepth === 0 && (listDepth < 0 || isOver);

function tell({ others, name }: ListKept): void {
  if (others.length < OTHERS_MAX && !others.includes(name)) others.push(name);
}
