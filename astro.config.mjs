import cloudflare from "@astrojs/cloudflare";
import { defineConfig } from "astro/config";

export default defineConfig({
  srcDir: "./site",
  publicDir: "./site/public",
  output: "server",
  adapter: cloudflare({ imageService: "passthrough" }),
  session: false,
  trailingSlash: "ignore",
  security: { csp: true },
});
