/**
 * Makes the browsers' programs (site/islands/offline/) into a script each, which the store answers itself: a service worker needs
 * one address that never changes, and no import. Wrangler bundles with esbuild; so does this, with the same one.
 */
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

const FOLDER = new URL("../site/islands/offline/", import.meta.url);
const PROGRAMS = { "virtual:program": "program.ts", "virtual:take-back": "take-back.ts" };

export function programs() {
  return {
    name: "store-programs",
    resolveId: (id) => (Object.hasOwn(PROGRAMS, id) ? `\0${id}` : null),
    async load(id) {
      const file = PROGRAMS[id.slice(1)];
      if (!id.startsWith("\0") || !file) return null;
      const { inputs, text } = await bundle(fileURLToPath(new URL(file, FOLDER)));
      for (const input of inputs) this.addWatchFile(input);
      return `export default ${JSON.stringify(text)};`;
    },
  };
}

async function bundle(entry) {
  const esbuild = createRequire(createRequire(import.meta.url).resolve("wrangler/package.json"))("esbuild");
  const { outputFiles, metafile } = await esbuild.build({
    entryPoints: [entry],
    bundle: true,
    format: "iife",
    target: "es2023",
    minify: true,
    charset: "utf8",
    write: false,
    metafile: true,
    logLevel: "error",
  });
  return { text: outputFiles[0].text, inputs: Object.keys(metafile.inputs) };
}
