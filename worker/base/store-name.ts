/** What the shop calls itself, wherever it says so: pages, mails, the dashboard, feeds. Messages have it as `{store}`. */
export const STORE_NAME = "TechRetail";
