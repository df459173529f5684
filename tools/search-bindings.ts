/** The databases of the search index: as many as wrangler.toml binds under `SEARCH`, `SEARCH_2`, `SEARCH_3` and so on. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./local-settings.ts";

export const searchBindings = (): string[] =>
  [...readFileSync(join(root, "wrangler.toml"), "utf8").matchAll(/^binding = "(SEARCH(?:_[1-9]\d*)?)"$/gm)].map(
    ([, name = ""]) => name,
  );
