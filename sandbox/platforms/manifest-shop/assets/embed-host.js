/*
 * The host's half of the conversation with an embedded app page. It stands before the frame, so that it listens before
 * the page in it can ask, and to that one frame at that one origin:
 *   {type: "session-token-request"}  is answered with {type: "session-token", token}
 *   {type: "navigate", path}         is kept as ?path= of this page, so that the place can be bookmarked
 */
addEventListener("message", (event) => {
  const frame = document.querySelector("iframe[data-app-origin]");
  const appOrigin = frame?.dataset.appOrigin;
  if (event.source !== frame?.contentWindow || event.origin !== appOrigin) return;
  if (event.data?.type === "session-token-request") renewToken(frame, appOrigin).catch(console.error);
  if (event.data?.type === "navigate") remember(frame, appOrigin, event.data.path);
});

async function renewToken(frame, appOrigin) {
  const response = await fetch("/admin/session-token", { method: "POST" });
  if (!response.ok) throw new Error(`The shop gave no session token (${response.status}).`);
  const { token } = await response.json();
  frame.contentWindow.postMessage({ type: "session-token", token }, appOrigin);
}

function remember(frame, appOrigin, path) {
  if (!("deepLinks" in frame.dataset) || typeof path !== "string" || !path.startsWith("/")) return;
  const place = new URL(path, appOrigin);
  if (place.origin !== appOrigin) return;
  place.searchParams.delete("id_token");
  const address = new URL(location.href);
  address.searchParams.set("path", `${place.pathname}${place.search}`);
  history.replaceState(null, "", address);
}
