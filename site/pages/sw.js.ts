/**
 * The store's program in the browser. It stands at the top, so that it may look after every market's pages, and is answered by the
 * store, so that a setting takes it back from every browser at once: docs/runbook.md.
 */

import program from "virtual:program";
import takeBack from "virtual:take-back";
import type { APIRoute } from "astro";
import { answerAs } from "../machine-answers.ts";

/** It loads nothing but what is the store's. */
const POLICY =
  "default-src 'none'; connect-src 'self'; img-src 'self'; font-src 'self'; style-src 'self'; script-src 'self'";

export const GET: APIRoute = ({ locals, url }) => {
  if (url.search !== "") return new Response(null, { status: 308, headers: { location: url.pathname } });
  const script = locals.world.config.offline ? program : takeBack;
  return answerAs("script", "program", script, { "content-security-policy": POLICY });
};
