/** Pictures: those that were uploaded, and those the store draws for products that came without one. */
import { z } from "@hono/zod-openapi";
import { recordAudit } from "../admin/audit-store.ts";
import { staffOf, withStaff } from "../http/access.ts";
import { PICTURE_BYTES_MAX } from "../http/guard.ts";
import { problem } from "../http/problem.ts";
import { newRouter, problems } from "../http/router.ts";
import { readPicture, writePicture } from "./media-store.ts";
import { PICTURE_POLICY, pictureCacheOf, pictureTypeOf } from "./picture-type.ts";
import { typePictureOf } from "./type-picture.ts";

const KEY = /^[a-z0-9][a-z0-9_-]*(\/[a-z0-9][a-z0-9_-]*)*\.[a-z0-9]{2,5}$/;
const KEY_LENGTH_MAX = 200;
const isKey = (key: string) => key.length <= KEY_LENGTH_MAX && KEY.test(key);

export const mediaRoutes = newRouter();

// Keys hold slashes, which paths of OpenAPI do not: these two are described beside their handlers.
const params = z.object({ key: z.string().openapi({ example: "demo/laptop-3f9a2c1d.svg" }) });
mediaRoutes.openAPIRegistry.registerPath({
  method: "get",
  path: "/media/{key}",
  tags: ["Catalogue"],
  summary: "A picture. Slashes in the key stay as they are",
  request: { params },
  responses: {
    200: { description: "The picture" },
    304: { description: "It is as it was" },
    ...problems({ 404: "media.unknown" }),
  },
});
mediaRoutes.openAPIRegistry.registerPath({
  method: "put",
  path: "/api/admin/media/{key}",
  tags: ["Staff"],
  summary: "Uploads a picture; a key that ends in `-` and its content's hash is cached for good",
  request: {
    params,
    body: { required: true, content: { "image/*": { schema: { type: "string", format: "binary" } } } },
  },
  responses: {
    200: { description: "`{key, path}`" },
    ...problems({
      401: "access.sign_in_needed",
      403: "access.staff_only",
      413: `request.too_large: more than ${PICTURE_BYTES_MAX} bytes`,
      415: "media.not_a_picture",
      422: "request.invalid",
    }),
  },
});

mediaRoutes.get("/media/types/:name", async (c, next) => {
  const svg = typePictureOf(c.req.param("name"));
  if (svg === null) return next();
  return c.body(svg, 200, headersOf("image/svg+xml", "public, max-age=86400"));
});

mediaRoutes.get("/media/:key{.+}", async (c) => {
  const key = c.req.param("key");
  const picture = isKey(key) ? await readPicture(c.var.world, key, c.req.header("if-none-match")) : null;
  if (!picture) return problem(c, { code: "media.unknown" });
  const headers = { ...headersOf(picture.type, pictureCacheOf(key)), etag: picture.etag };
  return picture.body ? c.body(picture.body, 200, headers) : c.body(null, 304, headers);
});

mediaRoutes.put("/api/admin/media/:key{.+}", withStaff, async (c) => {
  const key = c.req.param("key");
  if (!isKey(key) || key.startsWith("types/"))
    return problem(c, { code: "request.invalid", at: [{ path: "key", why: "is not a media key" }] });
  const bytes = new Uint8Array(await c.req.arrayBuffer());
  const type = pictureTypeOf(key, bytes);
  if (!type) return problem(c, { code: "media.not_a_picture" });
  await writePicture(c.var.world, key, bytes, type);
  const after = { type, bytes: bytes.length };
  await recordAudit(c.var.world, {
    by: staffOf(c),
    action: "media.uploaded",
    subject: `media:${key}`,
    before: null,
    after,
  });
  return c.json({ key, path: `/media/${key}` });
});

const headersOf = (type: string, cache: string) => ({
  "content-type": type,
  "cache-control": cache,
  "content-security-policy": PICTURE_POLICY,
});
