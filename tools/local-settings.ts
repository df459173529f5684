/** What a local store needs and nobody should have to make up: secrets and the demo staff's password, kept beside its data. */
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Whom a local store's staff account belongs to. */
export const STAFF_EMAIL = "staff@techretail.example";
/** The store's port; the payment emulator takes the one after it. */
export const PORT_DEFAULT = 8787;
/** The project's own folder. */
export const root = join(import.meta.dirname, "..");

/** Secrets are made up at the first reading of a port's settings, and stay; `DEMO_STAFF_PASSWORD` sets the staff's. */
export type LocalSettings = {
  port: number;
  paymentsPort: number;
  /** Everything the store keeps: databases, objects, files. */
  stateDir: string;
  authSecret: string;
  staffToken: string;
  webhookSecret: string;
  staffPassword: string;
};
type Secrets = Pick<LocalSettings, "authSecret" | "staffToken" | "webhookSecret" | "staffPassword">;

/** The port asked for by `--port`, else by `PORT`, else 8787. Throws on what is no port. */
export function portOf(text: string | undefined): number {
  const given = text ?? process.env.PORT ?? "";
  if (given === "") return PORT_DEFAULT;
  const port = Number(given);
  if (!Number.isInteger(port) || port < 1 || port > 65_534)
    throw new Error(`"${given}" is not a port between 1 and 65534`);
  return port;
}

/** Each port has a store of its own; the usual one's data is where wrangler looks for it. */
export const stateDirOf = (port: number): string =>
  join(root, ".wrangler", port === PORT_DEFAULT ? "state" : `state-${port}`, "v3");

/** Reads the settings of a port's store, making up what is not there yet. */
export function readSettings(port: number): LocalSettings {
  const stateDir = stateDirOf(port);
  const file = join(stateDir, "settings.json");
  const kept = existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Partial<Secrets>) : {};
  const secrets: Secrets = {
    authSecret: kept.authSecret ?? randomBytes(32).toString("base64url"),
    staffToken: kept.staffToken ?? `staff_${randomBytes(24).toString("base64url")}`,
    webhookSecret: kept.webhookSecret ?? `whsec_${randomBytes(24).toString("base64url")}`,
    staffPassword: process.env.DEMO_STAFF_PASSWORD || kept.staffPassword || randomBytes(9).toString("base64url"),
  };
  mkdirSync(stateDir, { recursive: true });
  writeFileSync(file, JSON.stringify(secrets, null, 2), { mode: 0o600 });
  return { port, paymentsPort: port + 1, stateDir, ...secrets };
}
