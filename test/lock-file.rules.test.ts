/** What `npm ci` will do on a machine other than the one the lock file was written on. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

type Locked = { version?: string; resolved?: string; optionalDependencies?: Record<string, string> };
const lock = JSON.parse(readFileSync(join(import.meta.dirname, "../package-lock.json"), "utf8")) as {
  packages: Record<string, Locked>;
};

/** Where Node would look for `name` from a package's folder: the folder's own modules, then each one above. */
function find(from: string, name: string): Locked | undefined {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf("/node_modules/")))) {
    const found = lock.packages[`${folder ? `${folder}/` : ""}node_modules/${name}`];
    if (found || folder === "") return found ?? (folder === "" ? lock.packages[`node_modules/${name}`] : undefined);
  }
}

test("the lock file names the package of every platform, so that npm ci works on all of them", () => {
  const missing = Object.entries(lock.packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies)
      .filter((name) => !find(path, name))
      .map((name) => `${name} of ${path}`),
  );
  expect(missing).toEqual([]);
});

test("the lock file names no host: every machine takes packages from its own registry", () => {
  const hosts = Object.entries(lock.packages).filter(([, { resolved }]) => resolved?.startsWith("http"));
  expect(hosts.map(([path]) => path)).toEqual([]);
});
