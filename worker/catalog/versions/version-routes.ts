/** Versions over HTTP, for staff: who wrote which, what it was then, how two differ; and the way back to one. */
import { createRoute, z } from "@hono/zod-openapi";
import type { Outcome } from "../../base/outcome.ts";
import { contentIdShape } from "../../content/content-shape.ts";
import type { Viewer } from "../../customers/viewer.ts";
import { staffOf, withStaff } from "../../http/access.ts";
import { problem } from "../../http/problem.ts";
import type { Problem } from "../../http/problem-codes.ts";
import { limitUpTo } from "../../http/query.ts";
import { answers, jsonBody, newRouter, problems } from "../../http/router.ts";
import type { Database, World } from "../../world.ts";
import { attributeIdShape } from "../attributes/attribute-shape.ts";
import { archiveGroup, revertGroup } from "./change-group-flow.ts";
import { differencesOfGroup, type GroupKind, type GroupState } from "./group-version.ts";
import { listGroupVersions, readGroupState } from "./group-version-store.ts";
import { revertProduct } from "./revert-product-flow.ts";
import {
  type Differences,
  differencesOf,
  type ProductState,
  VERSION_SOURCES,
  VERSIONS_MAX,
  type VersionRow,
} from "./version.ts";
import { listVersions, readState } from "./version-store.ts";

const access = { 401: "access.sign_in_needed", 403: "access.staff_only" } as const;
const idShape = z.string().min(1).max(100);
const versionNumber = z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER);
const PAGE_LIMIT = 50;
const READ = z.int().min(1).openapi({ description: "The version that was read; another one by now is refused" });

const row = z
  .object({
    version: z.int(),
    atMs: z.int(),
    byId: z.string(),
    byName: z.string(),
    source: z.enum(VERSION_SOURCES),
    note: z.string().openapi({ description: "The run of an import, the version gone back to; often empty" }),
  })
  .openapi("Version");
/** As staff has it; parts that are lists are compared as wholes, variants by their SKU. */
const state = z.record(z.string(), z.unknown());
const newVersion = z.object({ version: z.int() });

/** What has versions: where they are, what they are called in words and in refusals, and how they are read and gone back to. */
type Versioned = {
  path: string;
  id: z.ZodString;
  name: string;
  kind: GroupKind | "product";
  unknownVersion: "version.unknown" | "product.version_unknown";
  /** Refusals that going back may come to besides. */
  conflicts: string;
  list(db: Database, id: string, page: { before: number; limit: number }): Promise<VersionRow[]>;
  read(db: Database, id: string, version: number): Promise<object | null>;
  compare(before: object, after: object): Differences;
  revert(
    world: World,
    ask: { id: string; version: number; to: number; by: Viewer },
  ): Promise<Outcome<{ version: number }, Problem>>;
};

function routesOf({ path: base, id: shape, name, kind, unknownVersion, conflicts, ...of }: Versioned) {
  const path = `${base}/{id}/versions`;
  const byId = z.object({ id: shape });
  const byVersion = byId.extend({ version: versionNumber });
  const list = createRoute({
    method: "get",
    path,
    tags: ["Staff"],
    summary: `Versions of a ${name}, newest first; the last ${VERSIONS_MAX} are kept`,
    middleware: [withStaff] as const,
    request: {
      params: byId,
      query: z.object({
        before: versionNumber
          .optional()
          .openapi({ description: "Older than this version: the last of the page before" }),
        limit: limitUpTo(VERSIONS_MAX, PAGE_LIMIT),
      }),
    },
    responses: {
      200: answers("A page", z.object({ items: z.array(row) })),
      ...problems({ ...access, 422: "request.invalid" }),
    },
  });
  const read = createRoute({
    method: "get",
    path: `${path}/{version}`,
    tags: ["Staff"],
    summary: `What a ${name} was in a version`,
    middleware: [withStaff] as const,
    request: { params: byVersion },
    responses: {
      200: answers(`The ${name} then`, z.object({ version: z.int(), state })),
      ...problems({ ...access, 404: unknownVersion, 422: "request.invalid" }),
    },
  });
  const compare = createRoute({
    method: "get",
    path: `${path}/{version}/changes`,
    tags: ["Staff"],
    summary: `What differs between a version of a ${name} and another`,
    middleware: [withStaff] as const,
    request: {
      params: byVersion,
      query: z.object({
        to: versionNumber.openapi({ description: "The later one; `before` is of the one in the path" }),
      }),
    },
    responses: {
      200: answers(
        "The differences",
        z.object({
          items: z.array(z.object({ path: z.string(), before: z.unknown(), after: z.unknown() })),
          more: z.int().openapi({ description: "How many differ besides" }),
        }),
      ),
      ...problems({ ...access, 404: unknownVersion, 422: "request.invalid" }),
    },
  });
  const revert = createRoute({
    method: "post",
    path: `${base}/{id}/revert`,
    tags: ["Staff"],
    summary: `Makes a ${name} again what it was in a version, as a new version; a repeat changes nothing`,
    middleware: [withStaff] as const,
    request: {
      params: byId,
      body: jsonBody(z.strictObject({ version: READ, to: z.int().min(1) }).openapi("Revert")),
    },
    responses: {
      200: answers("The version it has by now", newVersion),
      ...problems({
        ...access,
        404: `${kind}.unknown, ${unknownVersion}`,
        409: conflicts,
        415: "request.not_json",
        422: "request.invalid",
      }),
    },
  });

  return newRouter()
    .openapi(list, async (c) => {
      const { before = Number.MAX_SAFE_INTEGER, limit } = c.req.valid("query");
      return c.json({ items: await of.list(c.var.world.catalog, c.req.valid("param").id, { before, limit }) }, 200);
    })
    .openapi(read, async (c) => {
      const { id, version } = c.req.valid("param");
      const then = await of.read(c.var.world.catalog, id, version);
      return then
        ? c.json({ version, state: then as Record<string, unknown> }, 200)
        : problem(c, { code: unknownVersion, version });
    })
    .openapi(compare, async (c) => {
      const { id, version } = c.req.valid("param");
      const { to } = c.req.valid("query");
      const { catalog } = c.var.world;
      const [before, after] = await Promise.all([of.read(catalog, id, version), of.read(catalog, id, to)]);
      if (!before) return problem(c, { code: unknownVersion, version });
      return after ? c.json(of.compare(before, after), 200) : problem(c, { code: unknownVersion, version: to });
    })
    .openapi(revert, async (c) => {
      const ask = { ...c.req.valid("json"), id: c.req.valid("param").id, by: staffOf(c) };
      const reverted = await of.revert(c.var.world, ask);
      return reverted.ok ? c.json({ version: reverted.value.version }, 200) : problem(c, reverted.problem);
    });
}

const NAMES = {
  category: "category",
  brand: "brand",
  collection: "collection",
  attribute: "definition of an attribute",
  page: "page of the store's own",
} as const;
const UNSEEN = ", so that shoppers do not see it any more";
const ARCHIVES: Readonly<Record<GroupKind, string>> = {
  category: `a category${UNSEEN}`,
  brand: `a brand${UNSEEN}`,
  collection: `a collection${UNSEEN}`,
  attribute: "the definition of an attribute, so that nothing is held to it any more, while what products say stays",
  page: "what staff wrote for a page, so that shoppers read the text that comes with the store",
};

const groupRoutesOf = (kind: GroupKind, path: string, conflicts: string, id = idShape) => {
  const archive = createRoute({
    method: "post",
    path: `${path}/{id}/archive`,
    tags: ["Staff"],
    summary: `Archives ${ARCHIVES[kind]}, or brings it back; a repeat changes nothing`,
    middleware: [withStaff] as const,
    request: {
      params: z.object({ id }),
      body: jsonBody(z.strictObject({ version: READ, archived: z.boolean() }).openapi("Archive")),
    },
    responses: {
      200: answers("The version it has by now", newVersion),
      ...problems({
        ...access,
        404: `${kind}.unknown`,
        409: conflicts,
        415: "request.not_json",
        422: "request.invalid",
      }),
    },
  });
  return routesOf({
    ...{ path, id, name: NAMES[kind], kind, unknownVersion: "version.unknown", conflicts },
    list: (db, id, page) => listGroupVersions(db, { kind, id }, page),
    read: (db, id, version) => readGroupState(db, { kind, id }, version),
    compare: (before, after) => differencesOfGroup(kind, before as GroupState, after as GroupState),
    revert: (world, { id, ...ask }) => revertGroup(world, { ...ask, group: { kind, id } }),
  }).openapi(archive, async (c) => {
    const group = { kind, id: c.req.valid("param").id };
    const archived = await archiveGroup(c.var.world, { ...c.req.valid("json"), group, by: staffOf(c) });
    return archived.ok ? c.json({ version: archived.value.version }, 200) : problem(c, archived.problem);
  });
};

export const versionRoutes = newRouter()
  .route(
    "/",
    routesOf({
      ...{ path: "/api/admin/products", id: idShape, name: "product", kind: "product" },
      ...{ unknownVersion: "product.version_unknown", conflicts: "product.changed_meanwhile, product.slug_taken" },
      list: listVersions,
      read: readState,
      compare: (before, after) => differencesOf(before as ProductState, after as ProductState),
      revert: (world, { id, ...ask }) => revertProduct(world, { ...ask, productId: id }),
    }),
  )
  .route("/", groupRoutesOf("category", "/api/admin/categories", "category.changed_meanwhile, category.slug_taken"))
  .route(
    "/",
    groupRoutesOf("collection", "/api/admin/collections", "collection.changed_meanwhile, collection.slug_taken"),
  )
  .route(
    "/",
    groupRoutesOf(
      "brand",
      "/api/admin/brands",
      "brand.changed_meanwhile, brand.slug_taken, brand.name_taken, brand.merged",
    ),
  )
  .route("/", groupRoutesOf("attribute", "/api/admin/attributes", "attribute.changed_meanwhile", attributeIdShape))
  .route("/", groupRoutesOf("page", "/api/admin/pages", "page.changed_meanwhile", contentIdShape));
