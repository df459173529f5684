import { DurableObject } from "cloudflare:workers";
export class Cart extends DurableObject<Env> {}
