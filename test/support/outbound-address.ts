/** Where tests find the emulated Stripe, and what it signs with: known to the test and to the Worker under test. */
export const STRIPE_API_BASE = "http://stripe.test";
export const STRIPE_WEBHOOK_SECRET = "whsec_meridian_tests";
export const VIES_ADDRESS = "http://vies.test/rest-api";
