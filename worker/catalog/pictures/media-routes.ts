/** Pictures: those that were uploaded, and those the store draws for products that came without one. */
import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { auditInsert } from "../../admin/audit-store.ts";
import { staffOf, withStaff } from "../../http/access.ts";
import { problem } from "../../http/problem.ts";
import { withMediaDamper } from "../../http/rate-limit.ts";
import { newRouter, problems } from "../../http/router.ts";
import { MADE_KINDS, madeAskOf } from "./made-picture.ts";
import { readMadePicture } from "./made-picture-flow.ts";
import { type Picture, readPicture, writePicture } from "./media-store.ts";
import { inspectPicture, PICTURE_BYTES_MAX } from "./picture-inspect.ts";
import { sizedAskOf } from "./picture-key.ts";
import { CACHED_FOR_GOOD, hashInKey, PICTURE_POLICY, pictureCacheOf, pictureTypeOf } from "./picture-type.ts";
import { readSizedPicture } from "./sized-picture-flow.ts";
import { typePictureOf } from "./type-picture.ts";
import { hashOf, uploadPicture } from "./upload-picture-flow.ts";

const KEY = /^[a-z0-9][a-z0-9_-]*(\/[a-z0-9][a-z0-9_-]*)*\.[a-z0-9]{2,5}$/;
const KEY_LENGTH_MAX = 200;
/** Drawn by the store, or made of what was uploaded; uploads by hash have a route of their own. */
const RESERVED = /^(types|sized|made|pictures|wholes)\//;
/** An original that stands in for a size is kept until that is tried again. */
const triedAgain = (inMs: number) => `public, max-age=${Math.ceil(inMs / 1_000)}`;
const isKey = (key: string) => key.length <= KEY_LENGTH_MAX && KEY.test(key);

export const mediaRoutes = newRouter();

// Keys hold slashes, which paths of OpenAPI do not, and bodies are no JSON: these are described beside their handlers.
const params = z.object({ key: z.string().openapi({ example: "demo/laptop-3f9a2c1d.svg" }) });
const isPicture = { "image/*": { schema: { type: "string", format: "binary" } } } as const;
const refusals = {
  401: "access.sign_in_needed",
  403: "access.staff_only",
  413: `request.too_large: more than ${PICTURE_BYTES_MAX} bytes`,
  415: "media.not_a_picture",
} as const;
mediaRoutes.openAPIRegistry.registerPath({
  method: "get",
  path: "/media/{key}",
  tags: ["Catalogue"],
  summary: "A picture. Slashes in the key stay as they are",
  request: { params },
  responses: {
    200: { description: "The picture" },
    304: { description: "It is as it was" },
    308: { description: "To the same address without a query" },
    ...problems({ 404: "media.unknown", 429: "request.rate_limited" }),
  },
});
mediaRoutes.openAPIRegistry.registerPath({
  method: "put",
  path: "/api/admin/media/{key}",
  tags: ["Staff"],
  summary: "Uploads a picture; a key that ends in `-` and the first digits of its content's SHA-256 is cached for good",
  request: {
    params,
    body: { required: true, content: isPicture },
  },
  responses: {
    200: { description: "`{key, path}`" },
    ...problems({ ...refusals, 422: "request.invalid, media.broken, media.unsafe, media.too_many_pixels" }),
  },
});

mediaRoutes.openAPIRegistry.registerPath({
  method: "get",
  path: "/media/sized/{size}/{key}",
  tags: ["Catalogue"],
  summary: "An uploaded photograph in another size and format; the original where it cannot be made",
  request: { params: params.extend({ size: z.string().openapi({ example: "320.avif" }) }) },
  responses: {
    200: { description: "The picture" },
    308: { description: "To the same address without a query" },
    ...problems({ 404: "media.unknown", 429: "request.rate_limited" }),
  },
});
mediaRoutes.openAPIRegistry.registerPath({
  method: "get",
  path: "/media/made/{kind}/{key}",
  tags: ["Catalogue"],
  summary: "A picture as JPEG for other programs: `shared` is 1200 by 630 with the store's mark, `goods` 1200 by 1200",
  request: {
    params: params.extend({ kind: z.enum(MADE_KINDS), key: z.string().openapi({ example: "demo/laptop-01.svg.jpg" }) }),
  },
  responses: {
    200: { description: "The picture" },
    304: { description: "It is as it was" },
    308: { description: "To the same address without a query" },
    ...problems({ 404: "media.unknown", 429: "request.rate_limited" }),
  },
});
mediaRoutes.openAPIRegistry.registerPath({
  method: "post",
  path: "/api/admin/media",
  tags: ["Staff"],
  summary: "Uploads a picture under the hash of its content; the same again changes nothing",
  request: { body: { required: true, content: isPicture } },
  responses: {
    200: { description: "`{key, path, type, width, height}` of a picture that the store had" },
    201: { description: "The same of a new one" },
    ...problems({
      ...refusals,
      422: "media.broken, media.unsafe, media.too_many_pixels",
    }),
  },
});

/**
 * A picture's address has no query: each made-up one would pass by what caches keep. Its answer is the same for everyone, so
 * it is kept too. What comes this far was not kept near the visitor, and is damped.
 */
mediaRoutes.get("/media/*", withMediaDamper, async (c, next) => {
  const { pathname, search } = new URL(c.req.url);
  if (search === "") return next();
  c.header("cache-control", CACHED_FOR_GOOD);
  return c.redirect(pathname, 308);
});

mediaRoutes.get("/media/types/:name", async (c, next) => {
  const svg = typePictureOf(c.req.param("name"));
  if (svg === null) return next();
  return c.body(svg, 200, headersOf("image/svg+xml", "public, max-age=86400"));
});

mediaRoutes.get("/media/sized/:size/:key{.+}", async (c) => {
  const ask = sizedAskOf(`sized/${c.req.param("size")}/${c.req.param("key")}`);
  const picture = ask && (await readSizedPicture(c.var.world, ask, c.req.header("if-none-match")));
  if (!picture) return problem(c, { code: "media.unknown" });
  return answer(c, picture, picture.againInMs === null ? CACHED_FOR_GOOD : triedAgain(picture.againInMs));
});

mediaRoutes.get("/media/made/:kind/:key{.+}", async (c) => {
  const ask = madeAskOf(`made/${c.req.param("kind")}/${c.req.param("key")}`);
  const isAsked = ask !== null && isKey(ask.key);
  const picture = isAsked ? await readMadePicture(c.var.world, ask, c.req.header("if-none-match")) : null;
  return picture ? answer(c, picture, pictureCacheOf(ask?.key ?? "")) : problem(c, { code: "media.unknown" });
});

mediaRoutes.get("/media/:key{.+}", async (c) => {
  const key = c.req.param("key");
  const picture = isKey(key) ? await readPicture(c.var.world, key, c.req.header("if-none-match")) : null;
  return picture ? answer(c, picture, pictureCacheOf(key)) : problem(c, { code: "media.unknown" });
});

mediaRoutes.post("/api/admin/media", withStaff, async (c) => {
  const uploaded = await uploadPicture(c.var.world, new Uint8Array(await c.req.arrayBuffer()), staffOf(c));
  if (!uploaded.ok) return problem(c, uploaded.problem);
  const { isNew, ...picture } = uploaded.value;
  return c.json({ ...picture, path: `/media/${picture.key}` }, isNew ? 201 : 200);
});

mediaRoutes.put("/api/admin/media/:key{.+}", withStaff, async (c) => {
  const key = c.req.param("key");
  if (!isKey(key) || RESERVED.test(key))
    return problem(c, { code: "request.invalid", at: [{ path: "key", why: "is not a media key" }] });
  const bytes = new Uint8Array(await c.req.arrayBuffer());
  const hash = hashInKey(key);
  // Browsers and the edge keep it for good: under such a name nothing else may ever stand.
  const contentHash = await hashOf(bytes);
  if (hash !== null && !contentHash.startsWith(hash)) {
    const why = "ends in a hash that is not the content's SHA-256";
    return problem(c, { code: "request.invalid", at: [{ path: "key", why }] });
  }
  const inspected = inspectPicture(bytes);
  if (!inspected.ok) return problem(c, inspected.problem);
  const type = pictureTypeOf(key, bytes);
  if (!type) return problem(c, { code: "media.not_a_picture" });
  await writePicture(c.var.world, key, inspected.value.bytes, type);
  const after = { type, bytes: inspected.value.bytes.length };
  const entry = { by: staffOf(c), action: "media.uploaded", subject: `media:${key}`, before: null, after };
  // Once for each content: the same again puts on record what a crash left out.
  await auditInsert(c.var.world, entry, `media:${key}:${contentHash}`);
  return c.json({ key, path: `/media/${key}` });
});

function answer(c: Context, { type, etag, body }: Picture, cache: string): Response {
  const headers = { ...headersOf(type, cache), etag };
  return body ? c.body(body, 200, headers) : c.body(null, 304, headers);
}

const headersOf = (type: string, cache: string) => ({
  "content-type": type,
  "cache-control": cache,
  "content-security-policy": PICTURE_POLICY,
});
