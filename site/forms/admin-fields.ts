/** What a form of the dashboard sent, told field by field, and what was wrong with it. */
import type { AstroGlobal } from "astro";
import { FILES_FORM_BYTES_MAX, FORM_BYTES_MAX } from "../../worker/base/form-size.ts";
import type { MessageKey, Translate } from "../messages.ts";

/** As typed; a missing field or a file reads as empty. Lengths are checked where each field is. */
export type Sent = (name: string) => string;
/** What is wrong with a field, by its name: a message and its values. */
export type Fault = { key: MessageKey; values?: Values };
/** By the field's name; empty when nothing is wrong. */
export type Faults = Readonly<Record<string, Fault>>;
type Values = Readonly<Record<string, string | number>>;

/** Says what is wrong with a field, by its name; nothing where nothing is. `values` are there for every message. */
export const faultWords =
  (t: Translate, faults: Faults = {}, values: Values = {}) =>
  (name: string): string | undefined => {
    const fault = faults[name];
    return fault && t(fault.key, { ...values, ...fault.values });
  };

/** Null when the form is none, or far larger than any. */
export async function readSent({ request }: AstroGlobal): Promise<Sent | null> {
  if (Number(request.headers.get("content-length") ?? FORM_BYTES_MAX) > FORM_BYTES_MAX) return null;
  const form = await request.formData().catch(() => null);
  if (!form) return null;
  return (name) => {
    const value = form.get(name);
    return typeof value === "string" ? value.replaceAll("\r\n", "\n") : "";
  };
}

/** The same of a form that may bring files. A field for files that was left empty brings none; `isEmpty` where one was chosen that is. */
export type SentForm = { sent: Sent; files(name: string): File[]; isEmpty(name: string): boolean };

/** Null when the form is none, or larger than forms with pictures are. */
export async function readForm({ request }: AstroGlobal): Promise<SentForm | null> {
  if (Number(request.headers.get("content-length") ?? FILES_FORM_BYTES_MAX) > FILES_FORM_BYTES_MAX) return null;
  const form = await request.formData().catch(() => null);
  if (!form) return null;
  return {
    sent: (name) => {
      const value = form.get(name);
      return typeof value === "string" ? value.replaceAll("\r\n", "\n") : "";
    },
    files: (name) => form.getAll(name).filter((value): value is File => value instanceof File && value.size > 0),
    isEmpty: (name) =>
      form.getAll(name).some((value) => value instanceof File && value.name !== "" && value.size === 0),
  };
}

const ID = /^[\w-]{8,64}$/;

/** The id a form was made with, so that sending it twice acts once; a new one where it brought none. */
export const idOf = (sent: Sent | null, newId: () => string): string => {
  const given = sent?.("id") ?? "";
  return ID.test(given) ? given : newId();
};

/** A whole number as typed; null for anything else. A sign is taken where `signed`. */
export function wholeOf(text: string, { signed = false } = {}): number | null {
  const plain = text.normalize("NFKC").replace("\u2212", "-").trim();
  return (signed ? /^[+-]?\d{1,9}$/ : /^\d{1,9}$/).test(plain) ? Number(plain) : null;
}
