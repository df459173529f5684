/**
 * The pages that look at one product right now, apart from the objects that sell it: however many look, the writer of
 * stock does not feel them. Sockets hibernate, so a page that is only looked at costs no time here. What is kept is what
 * the pages were told; the last one to leave takes it along.
 */
import { DurableObject } from "cloudflare:workers";
import {
  greetingOf,
  NETWORK_HEADER,
  newsOfHeader,
  SHOWN_HEADER,
  type StockNews,
  type StockWatchers,
  type Told,
  tellings,
  WATCHERS_MAX,
  WATCHERS_PER_NETWORK_MAX,
} from "../worker/inventory/stock-watchers.ts";

/** Pages say nothing but `ping`, which is answered without waking the object. */
const POLICY_VIOLATION = 1008;

export class StockWatch extends DurableObject<Env> implements StockWatchers {
  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair("ping", "pong"));
  }

  override async fetch({ headers }: Request): Promise<Response> {
    const network = headers.get(NETWORK_HEADER);
    if (this.#isFull(network)) return new Response(null, { status: 503 });
    const shown = newsOfHeader(headers.get(SHOWN_HEADER));
    if (!shown && this.#told === null) return new Response(null, { status: 428 });
    const { told } = tellings(this.#told ?? {}, shown ?? []);
    if (shown) this.ctx.storage.kv.put("told", told);
    const { 0: page, 1: here } = new WebSocketPair();
    this.ctx.acceptWebSocket(here, network ? [network] : []);
    here.send(JSON.stringify(greetingOf(told)));
    return new Response(null, { status: 101, webSocket: page });
  }

  async tell(news: StockNews): Promise<void> {
    const known = this.#told;
    if (known === null) return; // Nobody is looking.
    const { told, message } = tellings(known, [news]);
    this.ctx.storage.kv.put("told", told);
    if (message.length === 0) return;
    const text = JSON.stringify(message);
    for (const socket of this.ctx.getWebSockets()) send(socket, text);
  }

  override async webSocketMessage(socket: WebSocket): Promise<void> {
    socket.close(POLICY_VIOLATION);
  }

  override async webSocketClose(left: WebSocket): Promise<void> {
    left.close();
    if (this.ctx.getWebSockets().every((socket) => socket === left)) await this.ctx.storage.deleteAll();
  }

  override webSocketError(left: WebSocket): Promise<void> {
    return this.webSocketClose(left);
  }

  /** Null while nobody looks: what is kept from pages that were cut off is old. */
  get #told(): Told | null {
    if (this.ctx.getWebSockets().length === 0) return null;
    return this.ctx.storage.kv.get<Told>("told") ?? null;
  }

  #isFull(network: string | null): boolean {
    const { ctx } = this;
    if (ctx.getWebSockets().length >= WATCHERS_MAX) return true;
    return network !== null && ctx.getWebSockets(network).length >= WATCHERS_PER_NETWORK_MAX;
  }
}

/** A page that went away without a word is no reason not to tell the others. */
function send(socket: WebSocket, text: string): void {
  try {
    socket.send(text);
  } catch {
    socket.close();
  }
}
