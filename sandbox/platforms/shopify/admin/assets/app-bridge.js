/*
 * Stands in for Shopify's App Bridge, as far as an embedded app without a framework uses it: session tokens, the
 * fetch that carries them, the bounce page, toasts, the save bar, the loading bar, navigation, scopes. It is told who
 * it works for by <meta name="shopify-api-key">, and talks to the admin it was loaded from, and to nobody else.
 */
(() => {
  const admin = new URL(document.currentScript.src).origin;
  const parameters = new URLSearchParams(location.search);
  const waiting = new Map();
  const realFetch = window.fetch.bind(window);
  let asked = 0;

  function tell(type, body = {}) {
    window.parent.postMessage({ bridge: true, type, ...body }, admin);
  }

  function ask(type, body = {}) {
    asked += 1;
    const id = asked;
    return new Promise((resolve, reject) => {
      waiting.set(id, { resolve, reject });
      tell(type, { ...body, id });
    });
  }

  addEventListener("message", (event) => {
    if (event.source !== window.parent || event.origin !== admin || event.data?.bridge !== true) return;
    const { id, answer, error, type } = event.data;
    if (waiting.has(id)) {
      const { resolve, reject } = waiting.get(id);
      waiting.delete(id);
      if (error === undefined) resolve(answer);
      else reject(new Error(error));
    }
    if (type === "save-bar-save") dirtyForm?.requestSubmit();
    if (type === "save-bar-discard") discard();
  });

  const idToken = () => ask("id-token");

  /** Requests to the app's own server carry a token; a refused one is tried once more with a new one. */
  window.fetch = async (input, init = {}) => {
    const request = new Request(input, init);
    if (new URL(request.url).origin !== location.origin || request.headers.has("authorization")) {
      return realFetch(request);
    }
    const again = request.clone();
    const answer = await realFetch(await withToken(request));
    const wantsAnother =
      answer.status === 401 && answer.headers.has("x-shopify-retry-invalid-session-request");
    return wantsAnother ? realFetch(await withToken(again)) : answer;
  };

  async function withToken(request) {
    const headers = new Headers(request.headers);
    headers.set("authorization", `Bearer ${await idToken()}`);
    headers.set("x-requested-with", "XMLHttpRequest");
    return new Request(request, { headers });
  }

  let dirtyForm = null;

  function setDirty(form) {
    dirtyForm = form;
    tell("save-bar", { shown: form !== null });
  }

  function discard() {
    const form = dirtyForm;
    setDirty(null);
    form?.reset();
  }

  addEventListener("input", (event) => {
    const form = event.target instanceof Element ? event.target.closest("form[data-save-bar]") : null;
    if (form !== null) setDirty(form);
  });
  addEventListener("submit", (event) => {
    if (event.target === dirtyForm) setDirty(null);
  });
  addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest('a[href^="shopify://admin"]') : null;
    if (link === null) return;
    event.preventDefault();
    tell("leave", { path: link.getAttribute("href").replace("shopify://admin", "") });
  });

  window.shopify = {
    config: {
      apiKey: document.querySelector('meta[name="shopify-api-key"]')?.content ?? "",
      shop: parameters.get("shop") ?? "",
      host: parameters.get("host") ?? "",
      locale: parameters.get("locale") ?? "en",
    },
    idToken,
    toast: {
      show(text, options = {}) {
        tell("toast", {
          text: String(text),
          isError: options.isError === true,
          duration: options.duration ?? 5000,
        });
        return text;
      },
      hide: () => tell("toast", { text: "" }),
    },
    saveBar: {
      show: async () => tell("save-bar", { shown: true }),
      hide: async () => tell("save-bar", { shown: false }),
      async leaveConfirmation() {
        if (dirtyForm === null) return true;
        const isLeaving = await ask("leave-confirmation");
        if (isLeaving) setDirty(null);
        return isLeaving;
      },
    },
    loading: (shown = true) => tell("loading", { shown: shown !== false }),
    scopes: {
      query: () => ask("scopes-query"),
      request: (scopes) => ask("scopes-request", { scopes }),
      revoke: (scopes) => ask("scopes-revoke", { scopes }),
    },
    environment: { embedded: window.parent !== window, mobile: false, intent: false, pos: false },
  };

  /** The bounce page: nothing but this script, and the address to come back to with a token. */
  const reload = parameters.get("shopify-reload");
  if (reload !== null) {
    idToken().then((token) => {
      const address = new URL(reload, location.origin);
      if (address.origin !== location.origin) return;
      address.searchParams.set("id_token", token);
      location.replace(address);
    }, console.error);
    return;
  }

  addEventListener("DOMContentLoaded", () => {
    const links = [...document.querySelectorAll("s-app-nav a[href], ui-nav-menu a[href]")];
    tell("ready", {
      path: `${location.pathname}${location.search}`,
      title: document.title,
      nav: links
        .filter((link) => link.rel !== "home")
        .map((link) => ({ text: link.textContent.trim(), path: link.getAttribute("href") })),
    });
  });
})();
