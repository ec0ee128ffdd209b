/*
 * The host's half of the conversation with an embedded app page. It listens to that one frame at that one origin:
 *   {type: "session-token-request"}  is answered with {type: "session-token", token}
 *   {type: "navigate", path}         is kept as ?path= of this page, so that the place can be bookmarked
 */
const frame = document.querySelector("iframe[data-app-origin]");
const appOrigin = frame.dataset.appOrigin;

addEventListener("message", (event) => {
  if (event.source !== frame.contentWindow || event.origin !== appOrigin) return;
  if (event.data?.type === "session-token-request") renewToken().catch(console.error);
  if (event.data?.type === "navigate") remember(event.data.path);
});

async function renewToken() {
  const response = await fetch("/admin/session-token", { method: "POST" });
  if (!response.ok) throw new Error(`The shop gave no session token (${response.status}).`);
  const { token } = await response.json();
  frame.contentWindow.postMessage({ type: "session-token", token }, appOrigin);
}

function remember(path) {
  if (!("deepLinks" in frame.dataset) || typeof path !== "string" || !path.startsWith("/")) return;
  const place = new URL(path, appOrigin);
  if (place.origin !== appOrigin) return;
  place.searchParams.delete("id_token");
  const address = new URL(location.href);
  address.searchParams.set("path", `${place.pathname}${place.search}`);
  history.replaceState(null, "", address);
}
