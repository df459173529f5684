// How the storefront is built. What is not here is decided at run time, by the address or by the market.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import cloudflare from "@astrojs/cloudflare";
import { defineConfig, logHandlers } from "astro/config";
import { programs } from "./tools/program-plugin.mjs";

// The one inline script there is: Astro hashes what it bundles, and this must come before all of that.
const themeScript = readFileSync(new URL("./site/theme.js", import.meta.url), "utf8");

/** Styles of what most pages show are one file, which the next page has already; each page brings only its own. */
const SHARED_STYLES = {
  name: "shared",
  test: /site\/(styles\/(?!admin)|layouts\/StoreLayout|components\/(shell|ui|catalog)\/|components\/product\/AskBack|components\/drops\/Countdown).*\.css/,
};

export default defineConfig({
  srcDir: "./site",
  publicDir: "./site/public",
  output: "server",
  adapter: cloudflare({ imageService: "passthrough" }),
  session: false,
  trailingSlash: "ignore",
  devToolbar: { enabled: false },
  // What the built store logs of itself is JSON, like all it logs; whoever develops reads Astro's own lines.
  ...(process.argv.includes("build") && { logger: logHandlers.json({ level: "warn" }) }),
  markdown: { syntaxHighlight: false },
  build: { inlineStylesheets: "never" },
  vite: {
    plugins: [programs()],
    build: { assetsInlineLimit: 0 },
    environments: { ssr: { build: { rolldownOptions: { output: { codeSplitting: { groups: [SHARED_STYLES] } } } } } },
  },
  security: {
    csp: {
      scriptDirective: { hashes: [`sha256-${createHash("sha256").update(themeScript).digest("base64")}`] },
      directives: [
        "default-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'self'",
        "object-src 'none'",
      ],
    },
  },
});
