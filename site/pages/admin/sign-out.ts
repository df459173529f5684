/** Out of the dashboard: a form's target, never a link. */
import type { APIRoute } from "astro";
import { ADMIN } from "../../admin-paths.ts";
import { postSignOut } from "../../forms/account-form.ts";

export const POST: APIRoute = (context) => postSignOut(context as never, ADMIN.signIn());
export const GET: APIRoute = ({ redirect }) => redirect(ADMIN.home, 303);
