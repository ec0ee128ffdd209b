/**
 * Lets the panel's own script speak to Shopify's admin through App Bridge, and gives the admin our places, notices and
 * unsaved changes. Does nothing where App Bridge is not loaded: every page works without it.
 */
export const bridgeScript = `"use strict";
(() => {
  const bridge = globalThis.shopify;
  if (typeof bridge?.idToken !== "function") return;
  globalThis.adminBridge = {
    sessionToken: () => bridge.idToken(),
    grant: (scopes) => bridge.scopes.request(scopes),
    ...(typeof bridge.saveBar?.leaveConfirmation === "function"
      ? { mayLeave: () => bridge.saveBar.leaveConfirmation().then((said) => said !== false) }
      : {}),
  };

  const say = () => {
    const toast = document.querySelector("#notice .toast");
    if (!toast || toast.dataset.said) return;
    toast.dataset.said = "yes";
    bridge.toast?.show(toast.textContent.trim());
  };

  const nameForms = () => {
    for (const form of document.querySelectorAll("form[data-form]:not([data-save-bar])")) {
      form.dataset.saveBar = "";
      form.dataset.discardConfirmation = "";
    }
  };

  const showPlaces = () => {
    const places = document.querySelectorAll("nav.places a");
    if (places.length === 0 || document.querySelector("s-app-nav")) return;
    const nav = document.createElement("s-app-nav");
    nav.hidden = true;
    for (const [index, place] of places.entries()) {
      const link = document.createElement("a");
      const url = new URL(place.href);
      url.searchParams.delete("id_token");
      link.href = url.pathname + url.search;
      link.textContent = place.textContent;
      if (index === 0) link.rel = "home";
      nav.append(link);
    }
    document.body.append(nav);
  };

  const look = () => {
    say();
    nameForms();
    showPlaces();
  };
  // Before DOMContentLoaded, at which App Bridge looks for what the page has.
  const begin = () => {
    look();
    new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
  };
  document.addEventListener("readystatechange", begin, { once: true });
})();
`;
