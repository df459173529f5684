/** Out of the account: a form's target, never a link, so that nothing signs a visitor out by being looked at. */
import type { APIRoute } from "astro";
import { postSignOut } from "../../forms/account-form.ts";

export const POST: APIRoute = (context) => postSignOut(context as never, context.locals.paths.home);
export const GET: APIRoute = ({ locals, redirect }) => redirect(locals.paths.home, 303);
