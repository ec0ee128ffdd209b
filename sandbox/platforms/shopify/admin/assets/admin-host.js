/*
 * The admin's half of the conversation with the app in the frame: hands out session tokens, shows toasts, the save
 * bar and the app's navigation, grants scopes. Stands before the frame, so that it listens before the page can ask.
 */
const host = document.currentScript.dataset;
const frame = () => document.querySelector("iframe[data-app-origin]");
const part = (name) => document.querySelector(`[data-part="${name}"]`);

addEventListener("message", (event) => {
  const app = frame();
  if (app === null || event.source !== app.contentWindow || event.origin !== app.dataset.appOrigin) return;
  if (event.data?.bridge !== true) return;
  answer(event.data).then(
    (done) => reply({ id: event.data.id, answer: done }),
    (error) => reply({ id: event.data.id, error: error.message }),
  );
});

function reply(body) {
  frame().contentWindow.postMessage({ bridge: true, ...body }, frame().dataset.appOrigin);
}

async function answer(message) {
  switch (message.type) {
    case "id-token":
      return (await call("session-token")).token;
    case "scopes-query":
      return await call("scopes");
    case "scopes-request":
      return await call("scopes/grant", { scopes: message.scopes });
    case "scopes-revoke":
      return await call("scopes/revoke", { scopes: message.scopes });
    case "toast":
      return showToast(message);
    case "save-bar":
      part("save-bar").hidden = message.shown !== true;
      return null;
    case "leave-confirmation":
      return confirm("Leave without saving?");
    case "loading":
      part("loading").hidden = message.shown !== true;
      return null;
    case "leave":
      location.assign(`${host.store}${message.path}`);
      return null;
    case "ready":
      return settle(message);
    default:
      return null;
  }
}

async function call(path, body = {}) {
  const response = await fetch(`${host.store}/${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`The admin answered ${response.status}.`);
  return await response.json();
}

let toastTimer;

function showToast({ text, isError, duration }) {
  const toast = part("toast");
  clearTimeout(toastTimer);
  toast.textContent = text;
  toast.hidden = text === "";
  toast.classList.toggle("error", isError === true);
  toastTimer = setTimeout(() => {
    toast.hidden = true;
  }, duration);
  return null;
}

/** A page of the app is there: its navigation is shown, and its place is kept in the address. */
function settle({ path, nav }) {
  part("loading").hidden = true;
  part("save-bar").hidden = true;
  const place = new URL(path, frame().dataset.appOrigin);
  for (const name of ["id_token", "hmac", "session", "timestamp", "host", "embedded", "locale", "shop"]) {
    place.searchParams.delete(name);
  }
  history.replaceState(null, "", `${host.store}/apps/${host.app}${place.pathname}${place.search}`);
  part("app-nav").replaceChildren(
    ...nav.map(({ text, path: target }) => {
      const link = document.createElement("a");
      link.textContent = text;
      link.href = `${host.store}/apps/${host.app}${target}`;
      return link;
    }),
  );
  return null;
}

addEventListener("DOMContentLoaded", () => {
  for (const name of ["save", "discard"]) {
    part(`save-bar-${name}`).addEventListener("click", () => reply({ type: `save-bar-${name}` }));
  }
});
