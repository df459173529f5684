/** The cookie that holds a browser's cart id. Pages write it; the API reads it to say how much is in the cart. */
export const CART_COOKIE = "cart";
