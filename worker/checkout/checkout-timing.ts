/** How long each step of a purchase may take. Units stay held a little longer than the shopper can pay. */

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/**
 * The shopper can pay for this long. Stripe takes no less than 30 minutes from the moment it makes the session
 * (docs.stripe.com/api/checkout/sessions/create#create_checkout_session-expires_at); the rest covers a session that is
 * made late, by a request that took over, and clocks that differ.
 */
export const SESSION_MS = 34 * MINUTE_MS;
/** Units stay held this much longer than the session, so that a payment of the last second still finds them. */
export const HOLD_GRACE_MS = 5 * MINUTE_MS;
/** Units of a payment that has arrived: more than enough to write its order, over many turns of the timer. */
export const PAID_HOLD_MS = DAY_MS;
/** Units of a delayed payment: bank debits and transfers take up to two weeks. */
export const PROCESSING_HOLD_MS = 14 * DAY_MS;

/** A request with an id that is being worked on waits this long for the first one's answer. */
export const WAIT_MS = 8_000;
/** From one look at how it stands to the next. */
export const WAIT_STEP_MS = 100;
/** Untouched in `holding` for so long, its request is taken to be dead: a repeat takes over. */
export const TAKE_OVER_MS = 30_000;
/** After so long the timer undoes it. */
export const HOLDING_MAX_MS = 2 * MINUTE_MS;
/** How long after a session's end the timer asks the provider how it ended; a webhook is usually first. */
export const EXPIRY_GRACE_MS = MINUTE_MS;
/** How often the provider is asked about a delayed payment. */
export const PROCESSING_ASK_MS = 60 * MINUTE_MS;
/** A delayed payment that has not come after this long is given up. */
export const PROCESSING_MAX_MS = PROCESSING_HOLD_MS - DAY_MS;
/** An order's units are committed in the background; after this long the timer does it. */
export const COMMIT_GRACE_MS = MINUTE_MS;

/** A checkout that ended unpaid is forgotten after this, and with it who began it. Far beyond any payment still on its way. */
export const UNPAID_KEPT_MS = 60 * 86_400_000;
