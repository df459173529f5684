/** Staff accounts: made by staff, or by whoever holds the store's staff token. Never by signing up. */
import { recordAudit } from "../admin/audit-store.ts";
import { setUpAddress } from "../notifications/set-up-address-flow.ts";
import type { World } from "../world.ts";
import type { StaffForm } from "./account-form.ts";
import type { Role } from "./account-tables.ts";
import { authOf } from "./auth-store.ts";
import type { Viewer } from "./viewer.ts";

export type StaffMember = { id: string; email: string; name: string; role: "staff" };
/** `changed` is false when everything was so already. */
export type StaffMade = { staff: StaffMember; changed: boolean };

/**
 * Makes the address a staff account with this name and password, whatever it was before. Repeats safely. Where the
 * password or the role changes, every session of the account ends. A store that does not know its address learns it here.
 */
export async function createStaff(world: World, form: StaffForm, by: Viewer): Promise<StaffMade> {
  await setUpAddress(world, by);
  const { internalAdapter, password } = await authOf(world).$context;
  const email = form.email.toLowerCase();
  const found = await internalAdapter.findUserByEmail(email, { includeAccounts: true });
  const role = (found?.user as { role?: Role } | undefined)?.role;
  const login = found?.accounts.find((account) => account.providerId === "credential");
  const samePassword =
    login?.password != null && (await password.verify({ hash: login.password, password: form.password }));
  const user = found?.user;
  if (user && role === "staff" && samePassword && user.name === form.name && user.emailVerified)
    return { staff: { id: user.id, email, name: form.name, role: "staff" }, changed: false };

  const facts = { email, name: form.name, role: "staff", emailVerified: true };
  const id = user?.id ?? (await internalAdapter.createUser(facts, { method: "admin" })).id;
  if (user) await internalAdapter.updateUser(id, facts);
  if (!samePassword) await setPassword(world, { userId: id, hasLogin: login !== undefined, password: form.password });
  if (!samePassword || role !== "staff") await internalAdapter.deleteUserSessions(id);
  const before = user ? { name: user.name, role: role ?? null } : null;
  const after = { email, name: form.name, role: "staff", passwordChanged: !samePassword };
  await recordAudit(world, {
    by,
    action: user ? "staff.change" : "staff.create",
    subject: `user:${id}`,
    before,
    after,
  });
  return { staff: { id, email, name: form.name, role: "staff" }, changed: true };
}

async function setPassword(
  world: World,
  { userId, hasLogin, password: plain }: { userId: string; hasLogin: boolean; password: string },
): Promise<void> {
  const { internalAdapter, password } = await authOf(world).$context;
  const hash = await password.hash(plain);
  if (hasLogin) await internalAdapter.updatePassword(userId, hash);
  else await internalAdapter.createAccount({ userId, providerId: "credential", accountId: userId, password: hash });
}
