// Keeps the original beside its translation: the part that is being written is marked and shown, a
// part leads to where it is translated, and the panel is wide enough to read in. Without this script the panel
// is read as any other.

const WIDE = 1200;
const SHARE = 0.45;
const STORED_PANEL = "wagtail:side-panel-open";

function placeOf(part) {
  const path = part.dataset.block || part.dataset.field;
  return path && document.querySelector(`main [data-contentpath="${CSS.escape(path)}"]`);
}

function partOf(element, parts) {
  for (let place = element.closest("[data-contentpath]"); place; place = place.parentElement?.closest("[data-contentpath]")) {
    const path = place.dataset.contentpath;
    const part = parts.find(({ dataset }) => dataset.block === path || dataset.field === path);
    if (part) return part;
  }
  return undefined;
}

function mark(part, parts) {
  for (const each of parts) each.toggleAttribute("aria-current", each === part);
}

function alignWith(part, place) {
  const panel = part.closest("[data-side-panel]");
  panel.scrollBy({ top: part.getBoundingClientRect().top - place.getBoundingClientRect().top });
}

function goTo(part) {
  const place = placeOf(part);
  place.scrollIntoView({ block: "center" });
  place.querySelector("[contenteditable=true], input:not([type=hidden]), textarea, select, button")?.focus();
}

function widen(panel) {
  const { style } = document.documentElement;
  let before = "";
  panel.addEventListener("show", () => {
    if (window.innerWidth < WIDE) return;
    before = style.getPropertyValue("--side-panel-width");
    if (parseInt(before, 10) < window.innerWidth * SHARE) style.setProperty("--side-panel-width", `${Math.round(window.innerWidth * SHARE)}px`);
  });
  panel.addEventListener("hide", () => {
    if (before) style.setProperty("--side-panel-width", before);
  });
}

function openFirst() {
  const isTranslation = document.querySelector("[data-translations][data-of-translation]");
  const isOpen = document.querySelector(".form-side--open");
  if (isTranslation && !isOpen && window.innerWidth >= WIDE) {
    document.querySelector('[data-side-panel-toggle="translations"]')?.click();
  }
}

function start() {
  const panel = document.querySelector('[data-side-panel="translations"]');
  if (!panel) return;
  const parts = [...panel.querySelectorAll("[data-part]")];
  for (const part of parts) {
    const button = part.querySelector("[data-go]");
    button.hidden = !placeOf(part);
    button.addEventListener("click", () => goTo(part));
  }
  document.querySelector("[data-edit-form]")?.addEventListener("focusin", ({ target }) => {
    const part = partOf(target, parts);
    if (!part) return;
    mark(part, parts);
    alignWith(part, placeOf(part) ?? target);
  });
  panel.querySelector("[data-next-change]")?.addEventListener("click", (event) => {
    event.preventDefault();
    const part = panel.querySelector("[data-changed]");
    mark(part, parts);
    part.scrollIntoView({ block: "center" });
  });
  widen(panel);
  setTimeout(openFirst, 200); // after Wagtail has opened what was open before
}

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", () => setTimeout(start));
else setTimeout(start);
