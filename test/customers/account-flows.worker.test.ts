import { describe, expect, test } from "vitest";
import { addAddress, removeAddress } from "../../worker/customers/address-flow.ts";
import { ADDRESSES_MAX, listAddresses } from "../../worker/customers/address-store.ts";
import { claimCustomerCart, readCustomerCart, upsertCustomerCart } from "../../worker/customers/customer-cart-store.ts";
import { insertCustomerOrder, listCustomerOrderIds } from "../../worker/customers/customer-order-store.ts";
import { askPasswordReset, changePassword, resetPassword } from "../../worker/customers/password-flow.ts";
import { signIn, signOut } from "../../worker/customers/sign-in-flow.ts";
import { askVerification, signUp, verifyEmail } from "../../worker/customers/sign-up-flow.ts";
import type { Viewer } from "../../worker/customers/viewer.ts";
import { viewerOf } from "../../worker/customers/viewer-store.ts";
import { testWorld } from "../support/test-world.ts";
import { linkIn, mailTo, openAccount, PASSWORD } from "./account-actions.ts";

const from = (ip: string, more: Record<string, string> = {}) => new Headers({ "cf-connecting-ip": ip, ...more });
const cookieHeader = (cookies: readonly string[]) => cookies.map((cookie) => cookie.split(";")[0]).join("; ");

describe("an account by pages without JavaScript", () => {
  test("is made, proven, signed in to and out of", async () => {
    const world = testWorld();
    const form = { name: "Ann", email: "ann@example.com", password: PASSWORD, market: "ja-jp" as const };
    expect(await signUp(world, form, from("10.0.0.1"))).toEqual({ ok: true, value: null });
    expect(await askVerification(world, "ann@example.com", from("10.0.0.1"))).toEqual({ ok: true, value: null });
    const mail = await mailTo("ann@example.com", "メールアドレスの確認");
    const token = linkIn(mail).searchParams.get("token") ?? "";
    expect(await verifyEmail(world, token, from("10.0.0.1"))).toEqual({ ok: true, value: null });
    const signed = await signIn(world, form, from("10.0.0.1"));
    if (!signed.ok) return expect.unreachable(signed.problem.code);
    const cookie = cookieHeader(signed.value.cookies);
    const viewer = await viewerOf(world, new Headers({ cookie }));
    expect(viewer).toEqual({
      id: signed.value.customerId,
      name: "Ann",
      email: form.email,
      role: "customer",
      market: "ja-jp",
    });
    const out = await signOut(world, new Headers({ cookie }));
    expect(out.cookies.join()).toMatch(/meridian\.session_token=;.*Max-Age=0/);
    expect(await viewerOf(world, new Headers({ cookie }))).toBeNull();
  });

  test("a link that was made up proves nothing", async () => {
    const end = await verifyEmail(testWorld(), "made.up.token", from("10.0.0.2"));
    expect(end).toEqual({ ok: false, problem: { code: "account.token_invalid" } });
  });

  test("tries by the pages and by the API are counted together", async () => {
    const world = testWorld();
    const tries = await Promise.all(
      Array.from({ length: 14 }, () =>
        signIn(world, { email: "two-ways@example.com", password: "guess guess" }, from("10.0.0.3")),
      ),
    );
    const codes = tries.map((each) => (each.ok ? "in" : each.problem.code));
    expect(codes.filter((code) => code === "account.credentials_wrong")).toHaveLength(10);
    expect(codes.filter((code) => code === "request.rate_limited")).toHaveLength(4);
  });

  test("a forgotten password is replaced by the mailed link, a known one by itself", async () => {
    await openAccount("pat@example.com");
    const world = testWorld();
    await askPasswordReset(world, "pat@example.com", from("10.0.0.4"));
    const token = linkIn(await mailTo("pat@example.com", "new password")).searchParams.get("token") ?? "";
    const short = await resetPassword(world, { token, newPassword: "short" }, from("10.0.0.4"));
    expect(short).toEqual({ ok: false, problem: { code: "account.password_too_short" } });
    expect((await resetPassword(world, { token, newPassword: "second password" }, from("10.0.0.4"))).ok).toBe(true);
    const signed = await signIn(world, { email: "pat@example.com", password: "second password" }, from("10.0.0.4"));
    if (!signed.ok) return expect.unreachable(signed.problem.code);
    const headers = from("10.0.0.4", { cookie: cookieHeader(signed.value.cookies) });
    const change = { currentPassword: "second password", newPassword: "third password" };
    const changed = await changePassword(world, change, headers);
    if (!changed.ok) return expect.unreachable(changed.problem.code);
    const renewed = new Headers({ cookie: cookieHeader(changed.value.cookies) });
    expect((await viewerOf(world, renewed))?.email).toBe("pat@example.com");
    expect(await viewerOf(world, headers)).toBeNull();
  });

  test("a store at an https address sets cookies that no plain connection carries", async () => {
    await openAccount("tls@example.com");
    const world = testWorld();
    const safe = { ...world, config: { ...world.config, origin: "https://store.test" } };
    const signed = await signIn(safe, { email: "tls@example.com", password: PASSWORD }, from("10.0.0.5"));
    if (!signed.ok) return expect.unreachable(signed.problem.code);
    expect(signed.value.cookies[0]).toMatch(/^__Secure-meridian\.session_token=.*; Secure/);
    expect((await viewerOf(safe, new Headers({ cookie: cookieHeader(signed.value.cookies) })))?.email).toBe(
      "tls@example.com",
    );
  });
});

describe("a customer's own things", () => {
  const address = {
    name: "A",
    line1: "1 Road",
    line2: "",
    city: "Town",
    region: "CA",
    postalCode: "94103",
    country: "US",
  };
  async function customer(email: string): Promise<Viewer> {
    await openAccount(email);
    const row = await testWorld().accounts.get<{ id: string }>(`SELECT id FROM user WHERE email = '${email}'`);
    return { id: row?.id ?? "", name: "A", email, role: "customer", market: "en-us" };
  }

  test("an address is added once by its id, and taken out by its owner alone", async () => {
    const world = testWorld();
    const [owner, other] = [await customer("owner@example.com"), await customer("other@example.com")];
    for (const _ of [1, 2]) expect((await addAddress(world, owner, { id: "address-1", address })).ok).toBe(true);
    expect(await listAddresses(world.accounts, owner.id)).toEqual([
      { id: "address-1", district: "", phone: "", ...address },
    ]);
    expect(await removeAddress(world, other, "address-1")).toEqual({ ok: false, problem: { code: "address.unknown" } });
    expect((await removeAddress(world, owner, "address-1")).ok).toBe(true);
    expect(await listAddresses(world.accounts, owner.id)).toEqual([]);
  });

  test("however many are added at once, a customer has twenty at most", async () => {
    const world = testWorld();
    const viewer = await customer("many@example.com");
    const adds = Array.from({ length: ADDRESSES_MAX + 5 }, (_, at) =>
      addAddress(world, viewer, { id: `many-${at}`, address }),
    );
    const ends = await Promise.all(adds);
    expect(ends.filter((end) => end.ok)).toHaveLength(ADDRESSES_MAX);
    expect(ends.find((end) => !end.ok)).toEqual({ ok: false, problem: { code: "address.too_many" } });
  });

  test("two sign-ins at the same moment agree on one cart", async () => {
    const { accounts } = testWorld();
    const claim = (cartId: string) => claimCustomerCart(accounts, { customerId: "c-1", cartId, nowMs: 1 });
    const [one, other] = await Promise.all([claim("cart-a"), claim("cart-b")]);
    expect(one).toBe(other);
    await upsertCustomerCart(accounts, { customerId: "c-1", cartId: "cart-c", nowMs: 2 });
    expect(await readCustomerCart(accounts, "c-1")).toBe("cart-c");
    expect(await readCustomerCart(accounts, "c-2")).toBeNull();
  });

  test("orders are listed newest first, page by page, each once", async () => {
    const { accounts } = testWorld();
    for (const [orderId, placedAtMs] of [
      ["A", 1],
      ["B", 2],
      ["C", 2],
      ["D", 3],
    ] as const)
      for (const _ of [1, 2]) await insertCustomerOrder(accounts, { customerId: "c-9", orderId, placedAtMs });
    const first = await listCustomerOrderIds(accounts, { customerId: "c-9", limit: 2 });
    const rest = await listCustomerOrderIds(accounts, { customerId: "c-9", limit: 5, cursor: first.at(-1) ?? null });
    expect([...first, ...rest].map((order) => order.orderId)).toEqual(["D", "C", "B", "A"]);
  });
});
