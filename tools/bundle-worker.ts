/** A Worker of ours that is not the store's, as one module, without WebAssembly. Wrangler bundles with esbuild; so does this, with the same one. */
import { createRequire } from "node:module";

type Esbuild = { build(options: object): Promise<{ outputFiles: readonly { text: string }[] }> };

export async function bundleWorker(entry: string): Promise<string> {
  const esbuild = createRequire(createRequire(import.meta.url).resolve("wrangler/package.json"))("esbuild") as Esbuild;
  const { outputFiles } = await esbuild.build({
    entryPoints: [entry],
    bundle: true,
    format: "esm",
    target: "esnext",
    external: ["cloudflare:workers", "node:*"],
    // What draws pictures is bundled by wrangler alone: nothing here draws one.
    loader: { ".wasm": "empty" },
    write: false,
    logLevel: "error",
  });
  return outputFiles[0]?.text ?? "";
}
