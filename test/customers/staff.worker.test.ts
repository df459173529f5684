import { describe, expect, test } from "vitest";
import { listAudit } from "../../worker/admin/audit-store.ts";
import { viewerOf } from "../../worker/customers/viewer-store.ts";
import { testWorld } from "../support/test-world.ts";
import { cookieOf, get, openAccount, PASSWORD, post, signIn } from "./account-actions.ts";

const TOKEN = { authorization: "Bearer staff-token-for-tests" };
const form = (email: string, password = PASSWORD) => ({ email, name: "Robin Example", password });
const codeOf = async (response: Response) => ((await response.json()) as { code: string }).code;

describe("the door to staff's part", () => {
  test.each(["/api/admin/dead-letters"])("%s asks who is there, and lets staff alone pass", async (path) => {
    await openAccount("customer@example.com");
    await post("/api/admin/staff", form("clerk@example.com"), { headers: TOKEN });
    const customer = { cookie: cookieOf(await signIn("customer@example.com")) };
    const clerk = { cookie: cookieOf(await signIn("clerk@example.com")) };
    const nobody = await get(path);
    expect([nobody.status, await codeOf(nobody)]).toEqual([401, "access.sign_in_needed"]);
    const refused = await get(path, customer);
    expect([refused.status, await codeOf(refused)]).toEqual([403, "access.staff_only"]);
    expect((await get(path, clerk)).status).toBe(200);
    expect((await get(path, TOKEN)).status).toBe(200);
  });

  test.each(["", "staff-token-for-test", "staff-token-for-testsX", "STAFF-TOKEN-FOR-TESTS"])(
    "the token %j is none",
    async (token) => {
      const response = await get("/api/admin/dead-letters", { authorization: `Bearer ${token}` });
      expect(response.status).toBe(401);
    },
  );

  test("a store without a staff token takes none, an empty one least of all", async () => {
    const world = testWorld();
    const without = { ...world, config: { ...world.config, staffToken: "" } };
    for (const authorization of ["Bearer ", "Bearer", "Bearer staff-token-for-tests", "Bearer undefined"])
      expect(await viewerOf(without, new Headers({ authorization }))).toBeNull();
  });

  test("who is no longer staff is out at the next request", async () => {
    await post("/api/admin/staff", form("former@example.com"), { headers: TOKEN });
    const cookie = { cookie: cookieOf(await signIn("former@example.com")) };
    expect((await get("/api/admin/dead-letters", cookie)).status).toBe(200);
    await testWorld().accounts.run("UPDATE user SET role = 'customer' WHERE email = 'former@example.com'");
    expect((await get("/api/admin/dead-letters", cookie)).status).toBe(403);
  });
});

describe("making staff", () => {
  test("the staff token makes the first, who signs in at once and makes the next", async () => {
    const made = await post("/api/admin/staff", form("First@Example.com"), { headers: TOKEN });
    expect([made.status, await made.json()]).toMatchObject([
      200,
      { staff: { email: "first@example.com" }, changed: true },
    ]);
    const cookie = cookieOf(await signIn("first@example.com"));
    const next = await post("/api/admin/staff", form("second@example.com"), { headers: { cookie } });
    expect(next.status).toBe(200);
  });

  test("making the same again changes nothing; another password replaces the old and ends its sessions", async () => {
    await post("/api/admin/staff", form("demo@example.com"), { headers: TOKEN });
    const cookie = { cookie: cookieOf(await signIn("demo@example.com")) };
    const again = await post("/api/admin/staff", form("demo@example.com"), { headers: TOKEN });
    expect(await again.json()).toMatchObject({ changed: false });
    expect((await get("/api/admin/dead-letters", cookie)).status).toBe(200);
    const other = form("demo@example.com", "another password");
    expect(await (await post("/api/admin/staff", other, { headers: TOKEN })).json()).toMatchObject({ changed: true });
    expect((await get("/api/admin/dead-letters", cookie)).status).toBe(401);
    expect((await signIn("demo@example.com")).status).toBe(401);
    expect((await signIn("demo@example.com", "another password")).status).toBe(200);
  });

  test("a customer who becomes staff gets the password that staff chose, and loses every old session", async () => {
    await openAccount("promoted@example.com");
    const before = { cookie: cookieOf(await signIn("promoted@example.com")) };
    await post("/api/admin/staff", form("promoted@example.com", "another password"), { headers: TOKEN });
    expect(await (await get("/api/auth/get-session", before)).json()).toBeNull();
    expect((await signIn("promoted@example.com")).status).toBe(401);
    const after = { cookie: cookieOf(await signIn("promoted@example.com", "another password")) };
    expect((await get("/api/admin/dead-letters", after)).status).toBe(200);
  });

  test("each change of staff is on record with who made it, and no password", async () => {
    const made = await post("/api/admin/staff", form("kept@example.com"), { headers: TOKEN });
    const { staff } = (await made.json()) as { staff: { id: string } };
    const entries = await listAudit(testWorld(), { subject: `user:${staff.id}`, limit: 10 });
    expect(entries.map((entry) => [entry.action, entry.byId])).toEqual([["staff.create", "token:staff"]]);
    expect(JSON.stringify(entries)).not.toContain(PASSWORD);
  });

  test("strangers and customers make none", async () => {
    await openAccount("climber@example.com");
    const cookie = cookieOf(await signIn("climber@example.com"));
    expect((await post("/api/admin/staff", form("climber@example.com"))).status).toBe(401);
    expect((await post("/api/admin/staff", form("climber@example.com"), { headers: { cookie } })).status).toBe(403);
    const short = await post("/api/admin/staff", form("x@example.com", "short"), { headers: TOKEN });
    expect([short.status, await codeOf(short)]).toEqual([422, "request.invalid"]);
  });
});
