/** Versions come quarterly and live for a year; this one and `shopify.app.toml` move together. */
export const apiVersion = "2026-10";
