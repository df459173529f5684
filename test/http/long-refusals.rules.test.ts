import { createRoute, z } from "@hono/zod-openapi";
import { expect, test } from "vitest";
import { answers, jsonBody, newRouter } from "../../worker/http/router.ts";

const route = createRoute({
  method: "post",
  path: "/",
  request: { body: jsonBody(z.strictObject({ sku: z.string().exactOptional() })) },
  responses: { 200: answers("Done", z.object({})) },
});
const shop = newRouter().openapi(route, (c) => c.json({}, 200));

test("a refusal says what is wrong with a body, and does not repeat all of it", async () => {
  const keys = Array.from({ length: 70_000 }, (_, at) => [`key${at}`, 1]);
  const body = JSON.stringify(Object.fromEntries(keys));
  const answer = await shop.request("/", { method: "POST", headers: { "content-type": "application/json" }, body });
  const text = await answer.text();
  expect(answer.status).toBe(422);
  expect(JSON.parse(text)).toMatchObject({ code: "request.invalid", at: [{ why: expect.stringContaining("key0") }] });
  expect(text.length).toBeLessThan(1_000);
});
