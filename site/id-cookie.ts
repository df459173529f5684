/** Cookies that hold the id of what belongs to whoever has the id. No script reads them, and only this store's own pages send them. */
import type { AstroGlobal } from "astro";

/** Whoever answers: a page, or an address that leads on. */
export type Asked = Pick<AstroGlobal, "cookies" | "url">;

/** `form` is how an id looks; `seconds` is how long the browser keeps it. */
export type IdCookie = { name: string; form: RegExp; seconds: number };

/** Null when there is none, or what is there cannot be one. */
export function readIdCookie({ cookies }: Asked, { name, form }: IdCookie): string | null {
  const id = cookies.get(name)?.value ?? "";
  return form.test(id) ? id : null;
}

/** Over HTTPS the browser sends it back over HTTPS only. */
export function writeIdCookie({ cookies, url }: Asked, { name, seconds }: IdCookie, id: string): void {
  const secure = url.protocol === "https:";
  cookies.set(name, id, { path: "/", httpOnly: true, sameSite: "lax", secure, maxAge: seconds });
}
