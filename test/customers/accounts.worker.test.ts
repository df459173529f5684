import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import {
  cookieOf,
  get,
  linkIn,
  mailsTo,
  mailTo,
  ORIGIN,
  openAccount,
  PASSWORD,
  post,
  signIn,
  signUp,
} from "./account-actions.ts";

const codeOf = async (response: Response) => ((await response.json()) as { code: string }).code;

describe("signing up", () => {
  test("a new account opens by the link in its mail, and not before", async () => {
    expect((await signUp("alex@example.com")).status).toBe(200);
    const early = await signIn("alex@example.com");
    expect([early.status, await codeOf(early)]).toEqual([403, "account.not_verified"]);
    const link = linkIn(await mailTo("alex@example.com", "Confirm"));
    const followed = await get(`${link.pathname}${link.search}`);
    expect(followed.status).toBe(302);
    expect(followed.headers.get("location")).toBe("/en-us/sign-in?from=verification");
    expect(followed.headers.getSetCookie()).toEqual([]);
    expect((await signIn("alex@example.com")).status).toBe(200);
  });

  test("a second sign-up with one address answers like the first, and its owner is told by mail", async () => {
    await openAccount("bea@example.com");
    const again = (await (await signUp("bea@example.com")).json()) as { user: Record<string, unknown> };
    const other = (await (await signUp("new-bea@example.com")).json()) as { user: Record<string, unknown> };
    expect(Object.keys(again.user).sort()).toEqual(Object.keys(other.user).sort());
    const mail = await mailTo("bea@example.com", "already have");
    expect(linkIn(mail).href).toBe(`${ORIGIN}/en-us/sign-in`);
  });

  test("whoever signs up first with another's address, and waits for them to prove it, has no password that counts", async () => {
    const email = "waited-for@example.com";
    await signUp(email, { password: "the stranger's own words" });
    await signUp(email);
    const link = linkIn(await mailTo(email, "Confirm"));
    expect((await get(`${link.pathname}${link.search}`)).status).toBe(302);
    expect((await signIn(email, "the stranger's own words")).status).toBe(401);
    expect((await signIn(email)).status, "nobody knows which of the two it was").toBe(401);
    await post("/api/auth/request-password-reset", { email });
    const token = linkIn(await mailTo(email, "new password")).searchParams.get("token");
    expect((await post("/api/auth/reset-password", { token, newPassword: PASSWORD })).status).toBe(200);
    expect((await signIn(email)).status).toBe(200);
  });

  test("mails are in the language of the market the account was made in", async () => {
    await signUp("jo@example.com", { market: "de-de" });
    const mail = await mailTo("jo@example.com", "Bestätigen");
    expect(mail.locale).toBe("de-DE");
    expect(linkIn(mail).searchParams.get("callbackURL")).toBe("/de-de/sign-in?from=verification");
  });

  test.each([
    ["a role", { role: "staff" }],
    ["a proven address", { emailVerified: true }],
    ["a market that is none", { market: "xx-xx" }],
    ["a short password", { password: "short" }],
    ["a name with line breaks", { name: "Alex\nBcc: all@example.com" }],
    ["a name as long as a book", { name: "a".repeat(101) }],
  ])("%s is refused, and nothing is written", async (_, more) => {
    const response = await signUp("eve@example.com", more);
    expect([response.status, await codeOf(response)]).toEqual([422, "request.invalid"]);
    const row = await env.ACCOUNTS.prepare("SELECT id FROM user WHERE email = 'eve@example.com'").first();
    expect(row).toBeNull();
  });

  test.each([
    "https://evil.example/",
    "//evil.example/",
    "/\\evil.example/",
    "/..//evil.example/",
    "/.//evil.example/",
    "/en-us/../..//evil.example/",
    "javascript:alert(1)",
  ])("no link leads to another site by way of the store: %s", async (landing) => {
    const asked = encodeURIComponent(landing);
    const answers = [
      await signUp("mallory@example.com", { callbackURL: landing }),
      await post("/api/auth/request-password-reset", { email: "mallory@example.com", redirectTo: landing }),
      await post("/api/auth/send-verification-email", { email: "mallory@example.com", callbackURL: landing }),
      await get(`/api/auth/verify-email?token=made-up&callbackURL=${asked}`),
      await get(`/api/auth/reset-password/made-up?callbackURL=${asked}`),
    ];
    expect(answers.map(({ status, headers }) => [status, headers.get("location")])).toEqual(
      answers.map(() => [422, null]),
    );
  });

  test("a link may lead to any page of the store", async () => {
    const followed = await get("/api/auth/verify-email?token=made-up&callbackURL=/de-de/sign-in%3Ffrom%3Dverification");
    expect(followed.status).toBe(302);
    expect(followed.headers.get("location")).toMatch(/^\/de-de\/sign-in\?from=verification/);
  });

  test("the link's words do not travel in the open", async () => {
    await signUp("kim@example.com");
    await mailTo("kim@example.com", "Confirm");
    const { results } = await env.ACCOUNTS.prepare("SELECT payload FROM outbox").all<{ payload: string }>();
    expect(results.length).toBeGreaterThan(0);
    for (const { payload } of results) expect(payload).not.toMatch(/http|token=|@/);
  });
});

describe("signing in", () => {
  test("a session lasts thirty days, in a cookie that scripts and other sites do not get", async () => {
    await openAccount("cat@example.com");
    const signed = await signIn("cat@example.com");
    const [cookie = ""] = signed.headers.getSetCookie();
    expect(cookie).toMatch(/^meridian\.session_token=/);
    expect(cookie).toMatch(/; Max-Age=2592000/);
    expect(cookie).toMatch(/; Path=\//);
    expect(cookie).toMatch(/; HttpOnly/);
    expect(cookie).toMatch(/; SameSite=Lax/i);
    expect(cookie).not.toMatch(/Secure/);
    const { user } = (await (await get("/api/auth/get-session", { cookie: cookieOf(signed) })).json()) as {
      user: { email: string; role: string };
    };
    expect([user.email, user.role]).toEqual(["cat@example.com", "customer"]);
  });

  test("the session's token works as a bearer", async () => {
    await openAccount("dan@example.com");
    const { token } = (await (await signIn("dan@example.com")).json()) as { token: string };
    const session = await get("/api/auth/get-session", { authorization: `Bearer ${token}` });
    expect(((await session.json()) as { user: { email: string } }).user.email).toBe("dan@example.com");
  });

  test("a wrong password and an unknown address are refused alike", async () => {
    await openAccount("eli@example.com");
    const wrong = await signIn("eli@example.com", "not the password");
    const unknown = await signIn("nobody@example.com", "not the password");
    expect([wrong.status, unknown.status]).toEqual([401, 401]);
    const [one, other] = [await wrong.json(), await unknown.json()] as Record<string, unknown>[];
    expect({ ...one, requestId: "" }).toEqual({ ...other, requestId: "" });
    expect(one).toMatchObject({ code: "account.credentials_wrong", reason: "INVALID_EMAIL_OR_PASSWORD" });
    expect(wrong.headers.get("content-type")).toBe("application/problem+json");
  });

  test("of thirty tries at once ten are looked at, and then the right password waits too", async () => {
    await openAccount("fay@example.com");
    const tries = await Promise.all(
      Array.from({ length: 30 }, () => signIn("fay@example.com", "guess guess guess", "203.0.113.30")),
    );
    const statuses = tries.map((each) => each.status);
    expect(statuses.filter((status) => status === 401)).toHaveLength(10);
    expect(statuses.filter((status) => status === 429)).toHaveLength(20);
    expect(tries.find((each) => each.status === 429)?.headers.get("retry-after")).toBe("900");
    expect((await signIn("fay@example.com", PASSWORD, "203.0.113.30")).status).toBe(429);
    expect((await signIn("fay@example.com", PASSWORD, "203.0.113.31")).status).toBe(200);
  });

  test("a household's addresses of IPv6 are tried from as one, since it has more of them than there are tries", async () => {
    await openAccount("ada6@example.com");
    const guess = (ip: string) => signIn("ada6@example.com", "guess guess guess", ip);
    const tries = await Promise.all(Array.from({ length: 30 }, (_, each) => guess(`2001:db8:1:2::${each + 1}`)));
    expect(tries.filter((each) => each.status === 401)).toHaveLength(10);
    expect((await signIn("ada6@example.com", PASSWORD, "2001:db8:1:3::1")).status).toBe(200);
  });

  test("signing in rightly again and again is never refused", async () => {
    await openAccount("gus@example.com");
    for (let time = 0; time < 12; time += 1) expect((await signIn("gus@example.com")).status).toBe(200);
  });

  test("signing out ends the session itself, so a copied cookie is worth nothing", async () => {
    await openAccount("hal@example.com");
    const cookie = cookieOf(await signIn("hal@example.com"));
    expect((await post("/api/auth/sign-out", {}, { headers: { cookie } })).status).toBe(200);
    expect(await (await get("/api/auth/get-session", { cookie })).json()).toBeNull();
  });

  test("another site cannot sign a browser in", async () => {
    const response = await post(
      "/api/auth/sign-in/email",
      { email: "a@example.com", password: PASSWORD },
      { headers: { origin: "https://evil.example" } },
    );
    expect([response.status, await codeOf(response)]).toEqual([403, "request.cross_site"]);
  });

  test("calls of better-auth that the store does not use are not there", async () => {
    for (const path of ["sign-in/social", "link-social", "delete-user", "change-email", "update-session"])
      expect((await post(`/api/auth/${path}`, {})).status).toBe(404);
  });
});

describe("a new password", () => {
  test("a mailed link sets it once, ends every session, and the old password is refused", async () => {
    await openAccount("ida@example.com");
    const cookie = cookieOf(await signIn("ida@example.com"));
    await post("/api/auth/request-password-reset", { email: "ida@example.com" });
    const link = linkIn(await mailTo("ida@example.com", "new password"));
    expect(link.pathname).toBe("/en-us/reset-password");
    const token = link.searchParams.get("token");
    const body = { token, newPassword: "a whole new password" };
    expect((await post("/api/auth/reset-password", body)).status).toBe(200);
    const again = await post("/api/auth/reset-password", body);
    expect([again.status, await codeOf(again)]).toEqual([422, "account.token_invalid"]);
    expect(await (await get("/api/auth/get-session", { cookie })).json()).toBeNull();
    expect((await signIn("ida@example.com")).status).toBe(401);
    expect((await signIn("ida@example.com", "a whole new password")).status).toBe(200);
  });

  test("the link is kept as a hash, so who reads the database cannot follow it", async () => {
    await openAccount("joy@example.com");
    await post("/api/auth/request-password-reset", { email: "joy@example.com" });
    const token = linkIn(await mailTo("joy@example.com", "new password")).searchParams.get("token") ?? "?";
    const { results } = await env.ACCOUNTS.prepare("SELECT identifier FROM verification").all();
    expect(results.length).toBeGreaterThan(0);
    expect(JSON.stringify(results)).not.toContain(token);
  });

  test("asking for an address without an account answers alike, and mails nothing", async () => {
    await openAccount("kay@example.com");
    const known = await post("/api/auth/request-password-reset", { email: "kay@example.com" });
    const unknown = await post("/api/auth/request-password-reset", { email: "stranger@example.com" });
    expect([unknown.status, await unknown.text()]).toEqual([known.status, await known.text()]);
    expect(await mailsTo("stranger@example.com")).toEqual([]);
  });

  test("nobody's mailbox is flooded: the sixth ask within an hour is refused", async () => {
    const ask = () => post("/api/auth/request-password-reset", { email: "lou@example.com" });
    const statuses = (await Promise.all(Array.from({ length: 6 }, ask))).map((each) => each.status);
    expect(statuses.sort()).toEqual([200, 200, 200, 200, 200, 429]);
  });

  test("the old password changes it for who is signed in, and for nobody else", async () => {
    await openAccount("max@example.com");
    const change = { currentPassword: PASSWORD, newPassword: "a whole new password" };
    expect((await post("/api/auth/change-password", change)).status).toBe(401);
    const cookie = cookieOf(await signIn("max@example.com"));
    const wrong = { ...change, currentPassword: "not the password" };
    expect((await post("/api/auth/change-password", wrong, { headers: { cookie } })).status).toBe(401);
    expect((await post("/api/auth/change-password", change, { headers: { cookie } })).status).toBe(200);
    expect((await signIn("max@example.com", "a whole new password")).status).toBe(200);
  });

  test("a customer may change the name, never the role", async () => {
    await openAccount("ned@example.com");
    const cookie = cookieOf(await signIn("ned@example.com"));
    const headers = { cookie };
    expect((await post("/api/auth/update-user", { name: "Ned" }, { headers })).status).toBe(200);
    expect((await post("/api/auth/update-user", { role: "staff" }, { headers })).status).toBe(422);
    const row = await env.ACCOUNTS.prepare("SELECT name, role FROM user WHERE email = 'ned@example.com'").first();
    expect(row).toEqual({ name: "Ned", role: "customer" });
  });
});
