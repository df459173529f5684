/** Places that goods ship from, for staff: listed, made, changed, closed. */
import { createRoute, z } from "@hono/zod-openapi";
import { staffOf, withStaff } from "../http/access.ts";
import { problem } from "../http/problem.ts";
import { answers, jsonBody, newRouter, problems } from "../http/router.ts";
import { LOCATION_ID_LENGTH_MAX } from "./location.ts";
import { locationAnswer, locationChangeShape, newLocationShape } from "./location-shapes.ts";
import { listPlacedLocations } from "./placed-locations-flow.ts";
import { addLocation, saveLocation } from "./save-location-flow.ts";

const tags = ["Staff"];
const access = { 401: "access.sign_in_needed", 403: "access.staff_only" } as const;

const list = createRoute({
  method: "get",
  path: "/api/admin/locations",
  tags,
  summary: "Every location, by priority; `main` is always among them, in the seller's country until it is saved",
  middleware: [withStaff] as const,
  responses: {
    200: answers("The locations", z.object({ items: z.array(locationAnswer) })),
    ...problems(access),
  },
});

const create = createRoute({
  method: "post",
  path: "/api/admin/locations",
  tags,
  summary: "Make a location",
  description: "Its id is a lower-case slug of the client's own: the same again makes it once.",
  middleware: [withStaff] as const,
  request: { body: jsonBody(newLocationShape) },
  responses: {
    201: answers("The location", locationAnswer),
    ...problems({
      ...access,
      409: "location.too_many, location.last_open",
      422: "request.invalid, location.id_taken",
    }),
  },
});

const change = createRoute({
  method: "patch",
  path: "/api/admin/locations/{id}",
  tags,
  summary: "Change or close a location; what is left out stays as it is",
  description: "What lies at a closed one is counted, but not sold; nothing more comes to it.",
  middleware: [withStaff] as const,
  request: {
    params: z.object({ id: z.string().min(1).max(LOCATION_ID_LENGTH_MAX) }),
    body: jsonBody(locationChangeShape),
  },
  responses: {
    200: answers("The location as it is now", locationAnswer),
    ...problems({
      ...access,
      404: "location.unknown",
      409: "location.changed_meanwhile, location.last_open",
      422: "request.invalid",
    }),
  },
});

export const locationRoutes = newRouter()
  .openapi(list, async (c) => c.json({ items: await listPlacedLocations(c.var.world) }, 200))
  .openapi(create, async (c) => {
    const added = await addLocation(c.var.world, c.req.valid("json"), staffOf(c));
    if (!added.ok) return problem(c, added.problem);
    if (added.value.repeated) c.header("idempotent-replayed", "true");
    return c.json(added.value.location, 201);
  })
  .openapi(change, async (c) => {
    const { version, ...changes } = c.req.valid("json");
    const { id } = c.req.valid("param");
    const saved = await saveLocation(c.var.world, { id, version, changes, by: staffOf(c) });
    if (!saved.ok) return problem(c, saved.problem);
    if (saved.value.repeated) c.header("idempotent-replayed", "true");
    return c.json(saved.value.location, 200);
  });
