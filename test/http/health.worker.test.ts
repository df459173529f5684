import { exports } from "cloudflare:workers";
import { expect, test } from "vitest";

test("a store whose parts all answer says it is ready, and names each part", async () => {
  const response = await exports.default.fetch("http://store.test/api/ready");
  expect(await response.json()).toEqual({
    status: "ok",
    checks: {
      "d1.catalog": "ok",
      "d1.search": "ok",
      "d1.orders": "ok",
      "d1.accounts": "ok",
      kv: "ok",
      objects: "ok",
      counters: "ok",
      queues: "ok",
    },
  });
});
