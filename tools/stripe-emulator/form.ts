/** Stripe's way of writing nested parameters in a form or a query: `a[b][0][c]=v`, and `a[]=v` for the next of a list. */

/** A list is a hash whose keys are 0, 1, 2 …, as Stripe itself reads it. */
export type Tree = { [key: string]: Tree | string };

const PAIRS_MAX = 5_000;
const DEPTH_MAX = 8;
const KEY = /^([^[\]]+)((?:\[[^[\]]*\])*)$/;

/** Answers null when the text is no such form: too many pairs, too deep, or one name both a value and a hash. */
export function parseForm(text: string): Tree | null {
  const tree = newTree();
  let pairs = 0;
  for (const [name, value] of new URLSearchParams(text)) {
    pairs += 1;
    const path = pathOf(name);
    if (pairs > PAIRS_MAX || path === null || !place(tree, path, value)) return null;
  }
  return tree;
}

/** No prototype: a parameter called `__proto__` is a parameter like any other. */
const newTree = (): Tree => Object.create(null) as Tree;

function pathOf(name: string): string[] | null {
  const [, first = "", rest = ""] = KEY.exec(name) ?? [];
  const path = [first, ...Array.from(rest.matchAll(/\[([^[\]]*)\]/g), ([, key = ""]) => key)];
  return first === "" || path.length > DEPTH_MAX ? null : path;
}

function place(tree: Tree, path: readonly string[], value: string): boolean {
  let branch = tree;
  for (const [depth, key] of path.entries()) {
    const name = key === "" ? String(Object.keys(branch).length) : key;
    const there = branch[name];
    if (depth === path.length - 1) {
      if (there !== undefined) return false;
      branch[name] = value;
      return true;
    }
    if (typeof there === "string") return false;
    branch = there ?? newTreeAt(branch, name);
  }
  return false;
}

function newTreeAt(branch: Tree, name: string): Tree {
  const tree = newTree();
  branch[name] = tree;
  return tree;
}
