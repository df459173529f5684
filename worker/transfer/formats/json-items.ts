/**
 * Cuts JSON text into the items of its list, a piece at a time: `[{…},{…}]`, `{"products":[{…}]}`, or one object a line.
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
  listDepth: number;
  row: number;
  item: string;
  isString: boolean;
  isEscaped: boolean;
  isOver: boolean;
};
const NO_LINES: LinesKept = { rest: "", row: 0 };
const NO_LIST: ListKept = {
  depth: 0,
  listDepth: -1,
  row: 0,
  item: "",
  isString: false,
  isEscaped: false,
  isOver: false,
};

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

/** Items are the objects directly inside the first list. */
function listItems(kept = NO_LIST): JsonItems {
  let { depth, listDepth, row, item, isString, isEscaped, isOver } = kept;
  let fault: JsonItems["fault"] = null;
  const push = (text: string): JsonItem[] => {
    const found: JsonItem[] = [];
    if (fault) return found;
    let from = 0;
    for (let index = 0; index < text.length; index += 1) {
      const char = text[index];
      if (isString) {
        if (isEscaped) isEscaped = false;
        else if (char === "\\") isEscaped = true;
        else if (char === '"') isString = false;
        continue;
      }
      if (char === '"') isString = true;
      else if (char === "[" || char === "{") {
        depth += 1;
        if (listDepth < 0 && char === "[") listDepth = depth;
        else if (char === "{" && listDepth >= 0 && depth === listDepth + 1 && !isOver) from = index;
      } else if (char === "]" || char === "}") {
        depth -= 1;
        if (char === "}" && depth === listDepth && !isOver) {
          row += 1;
          found.push({ row, text: item + text.slice(from, index + 1) });
          [item, from] = ["", index + 1];
        } else if (char === "]" && depth === listDepth - 1) isOver = true;
      }
    }
    if (depth > listDepth && listDepth >= 0 && !isOver) item += text.slice(from);
    if (item.length > ITEM_LENGTH_MAX)
      fault = { row: row + 1, why: `the item is longer than ${ITEM_LENGTH_MAX} characters` };
    return found;
  };
  return {
    push,
    end() {
      if (depth !== 0 || isString)
        fault ??= { row: row + 1, why: "the file is cut off, or a bracket or quote is not closed" };
      return [];
    },
    keep: () => ({ depth, listDepth, row, item, isString, isEscaped, isOver }),
    get fault() {
      return fault;
    },
  };
}
