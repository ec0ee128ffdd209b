/**
 * Asks before what was typed into settings is lost. A form of settings (`data-form`) has changes when it differs from
 * how the server sent it, or when the server gave it back unsaved (`data-unsaved`). Without scripts nothing of this is
 * missed: the server keeps what was typed, and the bar's button to discard stays hidden.
 */
const bridge = globalThis.adminBridge ?? null;
const guarded = () => document.querySelector("main form[data-form]");
const contentOf = (form) => new URLSearchParams(new FormData(form)).toString();

/** What the form on the page held when it came. */
let sent = "";

/** The form as the server sent it, also when somebody was quicker with typing than this script with coming. */
function asSent(form) {
  const copy = form.cloneNode(true);
  copy.reset();
  return copy;
}

export function isUnsaved() {
  const form = guarded();
  return form !== null && (form.dataset.unsaved !== undefined || contentOf(form) !== sent);
}

/** To be called when a page is in place. */
export function watchForm() {
  const form = guarded();
  sent = form ? contentOf(asSent(form)) : "";
  showBar();
}

/** Nobody is to be asked any more: the page is being left on purpose. */
export function letGo() {
  const form = guarded();
  if (!form) return;
  delete form.dataset.unsaved;
  sent = contentOf(form);
}

/** Whether the page may be left: at once, or because somebody says so. An admin that can ask does so in its own words. */
export async function mayLeave() {
  if (!isUnsaved()) return true;
  if (bridge?.mayLeave) return await bridge.mayLeave();
  const dialog = guarded().querySelector("dialog.leaving");
  if (!dialog) return true;
  if (!dialog.open) dialog.showModal();
  return await new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "leave"), { once: true });
  });
}

function showBar() {
  const bar = guarded()?.querySelector(".save-bar");
  if (!bar) return;
  const isChanged = isUnsaved();
  for (const part of bar.querySelectorAll("[data-when]")) {
    part.hidden = (part.dataset.when === "changed") !== isChanged;
  }
  const discard = bar.querySelector("button[data-discard]");
  if (discard) discard.hidden = !isChanged || bridge?.mayLeave !== undefined;
}

for (const type of ["input", "change"]) addEventListener(type, showBar);
// The fields are as they were only after the event.
addEventListener("reset", () => setTimeout(showBar));

addEventListener("click", (event) => {
  const button = event.target.closest?.("dialog.leaving button");
  if (button) button.closest("dialog").close(button.value);
});

addEventListener("beforeunload", (event) => {
  if (isUnsaved()) event.preventDefault();
});
