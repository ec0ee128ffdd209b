/*
 * Keeps the panel usable for hours inside the shop's admin. Sessions last five minutes, so pages are fetched with a
 * fresh token from the admin and <main> is exchanged; forms and links work without this script as long as the token
 * lives that they carry.
 */
import { isUnsaved, letGo, mayLeave, watchForm } from "./unsaved.js";

const { root, hosts } = document.body.dataset;
const hostOrigins = hosts.split(" ");
const isFramed = parent !== window;
// No admin may show us, so none will give us another token: it stays in the address, or a reload would end the visit.
const isAlone = hosts === "'none'";
// A platform's own script may speak to its admin for us: `sessionToken()`, and `tell(message)` where it listens.
const bridge = globalThis.adminBridge ?? null;
const YOUNG_MS = 60_000;
const PATIENCE_MS = 3_000;
const REFRESH_MS = 2_500;

let token = new URL(location.href).searchParams.get("id_token");
let tokenAt = performance.now();
let asking = null;
let visit = 0;

/** A session token younger than a minute, from the admin around us; without an answer the one we have. */
function freshToken() {
  if (bridge) return bridge.sessionToken().catch(() => token);
  if (!isFramed || performance.now() - tokenAt < YOUNG_MS) return Promise.resolve(token);
  asking ??= new Promise((resolve) => {
    const done = () => {
      removeEventListener("message", hear);
      clearTimeout(timer);
      asking = null;
      resolve(token);
    };
    const hear = (event) => {
      if (event.source !== parent || !hostOrigins.includes(event.origin)) return;
      if (event.data?.type !== "session-token" || typeof event.data.token !== "string") return;
      token = event.data.token;
      tokenAt = performance.now();
      done();
    };
    const timer = setTimeout(done, PATIENCE_MS);
    addEventListener("message", hear);
    tellHost({ type: "session-token-request" });
  });
  return asking;
}

/** Only the origins the page was made for hear anything from us. */
function tellHost(message) {
  if (bridge || !isFramed) {
    bridge?.tell?.(message);
    return;
  }
  const around = location.ancestorOrigins?.[0];
  for (const origin of hostOrigins)
    if (around === undefined || around === origin) parent.postMessage(message, origin);
}

/** The address without the session token, as it may stand in the history. */
function clean(address) {
  const url = new URL(address, location.href);
  url.searchParams.delete("id_token");
  return url;
}

/** The address as it stands in the history. */
function kept(url) {
  if (isAlone && token !== null) url.searchParams.set("id_token", token);
  return url;
}

function isOurs(url) {
  return url.origin === location.origin && (url.pathname === root || url.pathname.startsWith(`${root}/`));
}

async function ask(url, init = {}) {
  const headers = { Authorization: `Bearer ${await freshToken()}`, Accept: "text/html" };
  const response = await fetch(url, { ...init, headers, credentials: "omit" });
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  // Something between us and the server may answer with a page of its own.
  if (!page.querySelector("main, datalist")) throw new Error(`no page of ours: ${response.status}`);
  return { url: clean(response.url), page };
}

/** Fetches a page and puts it in place of this one. `how`: "push" a new step, "replace" this one, or "keep" it. */
async function go(url, { how = "push", init, stay = false } = {}) {
  const mine = ++visit;
  document.body.classList.add("busy");
  try {
    const answer = await ask(url, init);
    if (mine !== visit) return;
    answer.url.hash = new URL(url, location.href).hash;
    show(answer, how, stay);
  } catch {
    if (mine === visit) sayNoAnswer();
  } finally {
    if (mine === visit) document.body.classList.remove("busy");
  }
}

function sayNoAnswer() {
  const toast = document.createElement("p");
  toast.className = "toast";
  toast.textContent = document.body.dataset.noAnswer;
  document.getElementById("notice").replaceChildren(toast);
  fadeNotice();
}

/** As `go`, unless something is unsaved and somebody wants to stay. Gives whether the page is left. */
async function leave(url, options) {
  if (!(await mayLeave())) return false;
  void go(url, options);
  return true;
}

/** The address of the page that is shown. */
let shown = location.href;

function show({ url, page }, how, stay) {
  const scrolled = scrollY;
  for (const selector of ["main", "header.top", "#notice", "footer"]) {
    const [here, there] = [document.querySelector(selector), page.querySelector(selector)];
    if (here && there) here.replaceWith(document.adoptNode(there));
    else if (here && selector !== "main") here.replaceChildren();
  }
  document.title = page.title;
  document.documentElement.lang = page.documentElement.lang;
  document.body.dataset.noAnswer = page.body.dataset.noAnswer;
  url.searchParams.delete("notice");
  const address = kept(url);
  if (how === "push" && address.href !== location.href) history.pushState(null, "", address);
  else if (how !== "keep") history.replaceState(null, "", address);
  shown = location.href;
  watchForm();
  settle(stay ? scrolled : 0);
}

/** After a page is in place: the cursor and the eye where they belong. */
function settle(top) {
  const cursor = document.querySelector("main [data-focus]");
  const sought = soughtPart();
  if (!sought && goToGroup()) return;
  scrollTo({ top, behavior: "instant" });
  if (sought) {
    sought.classList.add("sought");
    sought.scrollIntoView({ block: "center", behavior: "instant" });
  }
  const target = cursor ?? sought?.querySelector("input, select, textarea");
  if (target) target.focus({ preventScroll: sought !== null });
  else document.querySelector("main").focus({ preventScroll: true });
  // A part may lie within a page that is not shown, so the host is told the page.
  tellHost({ type: "navigate", path: `${location.pathname}${location.search}${location.hash}` });
  showWhere();
  fadeNotice();
  refreshSoon();
}

/** On a phone the places and tabs scroll: the one we are at is to be seen. */
function showWhere() {
  for (const row of document.querySelectorAll(".places, .tabs, .contents")) {
    const here = row.querySelector("[aria-current]");
    if (here) row.scrollLeft = here.offsetLeft - (row.clientWidth - here.offsetWidth) / 2;
  }
}

let refreshing;

/** What says of itself that it changes is fetched again every few seconds, while nobody types. */
function refreshSoon() {
  clearTimeout(refreshing);
  if (document.querySelector("main [data-refresh]"))
    refreshing = setTimeout(() => void refresh(), REFRESH_MS);
}

async function refresh() {
  const mine = visit;
  const isTyping = document.activeElement.matches("input, select, textarea");
  if (document.hidden || isTyping || isUnsaved()) return refreshSoon();
  const answer = await ask(location.href).catch(() => null);
  if (answer === null || mine !== visit) return refreshSoon();
  for (const part of document.querySelectorAll("main [data-refresh]")) {
    const news = answer.page.getElementById(part.id);
    if (news) part.replaceWith(document.adoptNode(news));
    // It is ready: the page has more to show than this part.
    else return show(answer, "keep", true);
  }
  refreshSoon();
}

/** The part of the page the address names, or the nearest part around it. */
function soughtPart() {
  for (const part of document.querySelectorAll(".sought")) part.classList.remove("sought");
  return partNamed(location.hash);
}

function partNamed(hash) {
  const names = decodeURIComponent(hash.slice(1)).split(".");
  for (; names.length > 0 && names[0] !== ""; names.pop()) {
    const part = document.getElementById(names.join("."));
    if (part && part.tagName !== "MAIN") return part;
  }
  return null;
}

/** Settings have a page a group; addresses from before name the field alone. */
function goToGroup() {
  const [group] = location.hash.slice(1).split(".");
  const link = document.querySelector(`.contents a[data-group="${CSS.escape(group)}"]:not([aria-current])`);
  if (!link) return false;
  void go(`${link.href}${location.hash}`, { how: "replace" });
  return true;
}

function fadeNotice() {
  const notice = document.querySelector("#notice .toast");
  if (notice) setTimeout(() => notice.remove(), 6_000);
}

addEventListener("click", (event) => {
  const link = event.target.closest?.("a[href]");
  if (
    !link ||
    event.defaultPrevented ||
    event.button !== 0 ||
    event.metaKey ||
    event.ctrlKey ||
    event.shiftKey
  )
    return;
  if (link.matches("[data-connect]")) {
    event.preventDefault();
    mayLeave()
      .then((isLeaving) => isLeaving && leaveFor(link))
      .catch(console.error);
    return;
  }
  const url = clean(link.href);
  if (link.target !== "" || !isOurs(url)) return;
  if (link.download !== "") {
    event.preventDefault();
    save(url, link.download).catch(sayNoAnswer);
    return;
  }
  if (url.hash !== "" && url.pathname === location.pathname && url.search === clean(location.href).search)
    return;
  event.preventDefault();
  if (isUnsaved() && url.pathname === location.pathname && partNamed(url.hash)) {
    // A field of the form that is open, whatever else the address says: what was typed stays.
    location.hash = url.hash;
    return;
  }
  void leave(url);
});

/** Saves a file of ours: it needs the session, which a plain download would not bring. */
async function save(url, name) {
  const response = await fetch(url, {
    headers: { Authorization: `Bearer ${await freshToken()}` },
    credentials: "omit",
  });
  if (!response.ok) throw new Error(`no file: ${response.status}`);
  const address = URL.createObjectURL(await response.blob());
  const link = Object.assign(document.createElement("a"), {
    href: address,
    download: name,
    target: "_blank",
  });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/** A ledger's consent screen fills the window; it is entered with a session that has just begun. */
async function leaveFor(link) {
  letGo();
  const url = new URL(link.href);
  url.searchParams.set("id_token", await freshToken());
  if (document.referrer && hostOrigins.includes(new URL(document.referrer).origin))
    url.searchParams.set("return_to", document.referrer);
  open(url, isFramed ? "_top" : "_self");
}

/** What the shop is to allow is asked of the merchant by her admin first; the form then tells us to look. */
const allowed = new WeakSet();
addEventListener(
  "submit",
  (event) => {
    const form = event.target;
    if (!form.dataset.grant || !bridge?.grant || allowed.has(form)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    bridge
      .grant(form.dataset.grant.split(" "))
      .then(() => {
        allowed.add(form);
        form.requestSubmit();
      })
      .catch(console.error);
  },
  { capture: true },
);

addEventListener("submit", (event) => {
  const { target: form, submitter } = event;
  const url = clean(form.action);
  if (event.defaultPrevented || !isOurs(url)) return;
  event.preventDefault();
  if (form.ariaBusy === "true") return;
  const filled = new FormData(form, submitter);
  const fields = form.enctype === "multipart/form-data" ? filled : new URLSearchParams(filled);
  fields.delete("id_token");
  if (form.method === "get") {
    const said = Array.from(fields).filter(([, value]) => value !== "");
    url.search = new URLSearchParams(said).toString();
    void leave(url);
    return;
  }
  if (form.dataset.form === undefined && isUnsaved()) {
    mayLeave()
      .then((isLeaving) => isLeaving && send(form, submitter, url, fields))
      .catch(console.error);
    return;
  }
  send(form, submitter, url, fields);
});

function send(form, submitter, url, fields) {
  form.ariaBusy = "true";
  submitter?.setAttribute("aria-disabled", "true");
  const isEdit = submitter?.name === "add" || submitter?.name === "remove";
  void go(url, {
    init: { method: "POST", body: fields },
    how: "replace",
    stay: isEdit || form.dataset.form !== undefined,
  }).finally(() => {
    form.ariaBusy = null;
    submitter?.removeAttribute("aria-disabled");
  });
}

addEventListener("click", (event) => {
  if (event.target.closest?.("button[data-discard]")) void go(location.href, { how: "replace" });
});

// What is shown to be copied is chosen as a whole.
addEventListener("focusin", ({ target }) => {
  if (target.matches?.("input[readonly]")) target.select();
});

// A long list of the ledger is fetched when its first field is entered, once.
addEventListener("focusin", (event) => {
  const name = event.target.dataset?.list;
  const place = name && document.getElementById(`choices:${name}`);
  if (!place || place.dataset.asked) return;
  place.dataset.asked = "yes";
  const { search } = clean(location.href);
  ask(`${root}/settings/choices/${name}${search}`)
    .then(({ page }) => {
      const list = page.querySelector("datalist");
      if (list) place.replaceChildren(...list.children);
    })
    .catch(console.error);
});

/** A page of the panel in the language that is spoken here. */
function placeOf(path) {
  const link = document.querySelector(`nav.places a[href*="${root}${path}"]`);
  return link?.href ?? root + path;
}

addEventListener("keydown", (event) => {
  if (event.metaKey || event.ctrlKey || event.altKey || event.target.matches?.("input, select, textarea"))
    return;
  const rows = [...document.querySelectorAll("a[data-row]")];
  const at = rows.indexOf(document.activeElement);
  const keys = {
    "/": () => document.getElementById("q") ?? leave(placeOf("/orders")),
    "?": () => leave(placeOf("/help")),
    j: () => rows[Math.min(at + 1, rows.length - 1)],
    k: () => rows[Math.max(at - 1, 0)],
    x: () => rows[at]?.closest("tr").querySelector('input[type="checkbox"]')?.click(),
    s: () => document.querySelector('button[data-key="s"]')?.click(),
  };
  const target = Object.hasOwn(keys, event.key) ? keys[event.key]() : undefined;
  if (!(target instanceof HTMLElement)) return;
  event.preventDefault();
  target.focus();
});

addEventListener("popstate", () => {
  const before = shown;
  if (before.split("#")[0] === location.href.split("#")[0]) {
    shown = location.href;
    settle(scrollY);
    return;
  }
  leave(location.href, { how: "keep" })
    .then((isLeaving) => {
      if (!isLeaving) history.pushState(null, "", before);
    })
    .catch(console.error);
});

const first = kept(clean(location.href));
if (token !== null) history.replaceState(null, "", first);
if (first.searchParams.has("notice")) {
  first.searchParams.delete("notice");
  history.replaceState(null, "", first);
}
watchForm();
showWhere();
refreshSoon();
if (location.hash === "") fadeNotice();
else if (document.readyState === "complete") settle(0);
// The browser itself goes to the part an address names, and would take the cursor from us.
else addEventListener("load", () => setTimeout(() => settle(0)));
