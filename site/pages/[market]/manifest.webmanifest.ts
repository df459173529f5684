/** What a browser needs to know to install the store: in the words of one market, at whose pages it opens (w3.org/TR/appmanifest). */

import type { APIRoute } from "astro";
import { STORE_NAME } from "../../../worker/base/store-name.ts";
import { answerAs, instead } from "../../machine-answers.ts";

const ICONS = [
  { src: "/icons/192.png", sizes: "192x192", type: "image/png", purpose: "any" },
  { src: "/icons/512.png", sizes: "512x512", type: "image/png", purpose: "any" },
  { src: "/icons/maskable-512.png", sizes: "512x512", type: "image/png", purpose: "maskable" },
  { src: "/favicon.svg", sizes: "any", type: "image/svg+xml", purpose: "any" },
];
const shortcutIcons = [{ src: "/icons/192.png", sizes: "192x192", type: "image/png" }];

export const GET: APIRoute = (context) => {
  const other = instead(context);
  if (other) return other;
  const { market, paths, t } = context.locals;
  const manifest = {
    id: paths.home,
    name: STORE_NAME,
    short_name: STORE_NAME,
    description: t("home.description"),
    lang: market.locale,
    dir: market.direction,
    start_url: paths.home,
    scope: "/",
    display: "standalone",
    background_color: "#f5f7f3",
    theme_color: "#0b3d31",
    color_scheme_dark: { background_color: "#101714", theme_color: "#151d1a" },
    categories: ["shopping"],
    icons: ICONS,
    shortcuts: [
      { name: t("shell.cart"), url: paths.cart, icons: shortcutIcons },
      { name: t("shell.account"), url: paths.account, icons: shortcutIcons },
    ],
    screenshots: [
      {
        src: "/icons/screen-wide.jpg",
        sizes: "1280x860",
        type: "image/jpeg",
        form_factor: "wide",
        label: t("home.title"),
      },
      {
        src: "/icons/screen-narrow.jpg",
        sizes: "585x1170",
        type: "image/jpeg",
        form_factor: "narrow",
        label: t("home.title"),
      },
    ],
  };
  return answerAs("manifest", "sitemap", JSON.stringify(manifest));
};
