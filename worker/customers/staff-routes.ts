/** Staff accounts over the API. The store's staff token makes the first one. */
import { createRoute, z } from "@hono/zod-openapi";
import { staffOf, withStaff } from "../http/access.ts";
import { answers, jsonBody, newRouter, problems } from "../http/router.ts";
import { staffForm } from "./account-form.ts";
import { createStaff } from "./staff-flow.ts";

const staffMember = z.object({ id: z.string(), email: z.string(), name: z.string(), role: z.literal("staff") });

const putStaff = createRoute({
  method: "post",
  path: "/api/admin/staff",
  tags: ["Staff"],
  summary: "Make an address a staff account with this name and password, or change them",
  middleware: [withStaff] as const,
  request: { body: jsonBody(staffForm) },
  responses: {
    200: answers("It was so already, or is now", z.object({ staff: staffMember, changed: z.boolean() })),
    ...problems({ 401: "access.sign_in_needed", 403: "access.staff_only", 422: "request.invalid" }),
  },
});

export const staffRoutes = newRouter().openapi(putStaff, async (c) => {
  return c.json(await createStaff(c.var.world, c.req.valid("json"), staffOf(c)), 200);
});
