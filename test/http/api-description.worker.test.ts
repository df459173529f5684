import { expect, test } from "vitest";
import { app } from "../../worker/app.ts";

/** The description itself, for programs and for people. */
const ITSELF = new Set(["GET /api/openapi.json", "GET /api/docs"]);

function describedRoutes(): Set<string> {
  const { paths = {} } = app.getOpenAPI31Document({ openapi: "3.1.0", info: { title: "", version: "" } });
  const routes = Object.entries(paths).flatMap(([path, item]) =>
    Object.keys(item ?? {}).map((method) => `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ":$1")}`),
  );
  return new Set(routes);
}

test("the API's description has every route there is", () => {
  const described = describedRoutes();
  const there = app.routes
    .filter(({ path, method }) => path.startsWith("/api/") && !path.includes("*") && method !== "ALL")
    .map(({ path, method }) => `${method} ${path.replaceAll(/\{[^}]+\}$/g, "")}`);
  expect(there.length).toBeGreaterThan(30);
  expect(there.filter((route) => !described.has(route) && !ITSELF.has(route))).toEqual([]);
});
