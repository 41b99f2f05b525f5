// Writing, answering, changing, deleting, reporting and turning to another order without leaving the
// page. Each link leads to a page that does the same without this script: its form is shown in place,
// and what the server answers is what is told. A reader's own comments are put where they belong.

const SIGNED_IN = /(?:^|; )(?:__Host-)?signed-in=1(?:;|$)/;
const section = document.querySelector("[data-talk]");
const status = made("div", { className: "talk__status", tabIndex: -1 }, { role: "status" });
const kept = new Map(); // words that were not sent, by the address of their page
let opened = null; // the link whose form is shown

function made(name, properties, attributes = {}) {
  const element = Object.assign(document.createElement(name), properties);
  Object.entries(attributes).forEach(([key, value]) => element.setAttribute(key, value));
  return element;
}

async function page(address, options) {
  const answer = await fetch(address, options);
  const dom = new DOMParser().parseFromString(await answer.text(), "text/html");
  const form = dom.querySelector("[data-talk-form]");
  const field = form?.querySelector("[data-puzzle]");
  const puzzle = field ? await import(field.dataset.puzzle) : null; // before the form stands in this page
  return { answer, dom, form, puzzle, notice: dom.querySelector(".notice") };
}

function tell(words, { isError = false } = {}) {
  const notice = made("div", { className: isError ? "notice notice--error" : "notice" });
  notice.append(made("p", { textContent: words }));
  status.replaceChildren(notice);
}

function words(element) {
  return element.textContent.trim().replace(/\s+/g, " ");
}

function focus(element) {
  if (!element.matches("a[href], input, textarea, button")) element.tabIndex = -1;
  element.focus({ preventScroll: true });
  element.scrollIntoView({ block: "nearest" });
}

function styled() {
  const href = section.dataset.talkCss;
  if ([...document.styleSheets].some((sheet) => sheet.href?.endsWith(href))) return Promise.resolve();
  const link = made("link", { rel: "stylesheet", href });
  return new Promise((resolve) => {
    link.onload = link.onerror = resolve;
    document.head.append(link);
  });
}

// --- A form in its place.

function panelOf(label) {
  return made("div", { className: "talk__panel" }, { role: "group", "aria-label": label });
}

function close({ back = false } = {}) {
  const panel = section.querySelector(".talk__panel");
  const field = panel?.querySelector("textarea[name=text]");
  if (field) kept.set(opened.href, field.value);
  panel?.remove();
  opened?.removeAttribute("aria-expanded");
  if (back) opened?.focus();
  opened = null;
}

function fill(panel, { form, puzzle, notice }, address) {
  form.setAttribute("action", new URL(form.getAttribute("action") ?? "", address));
  const cancel = made("button", { type: "button", className: "button button--quiet" });
  cancel.textContent = section.dataset.talkCancel;
  cancel.addEventListener("click", () => close({ back: true }));
  form.querySelector("[type=submit]").after(" ", cancel);
  panel.replaceChildren(...[notice, form].filter(Boolean));
  puzzle?.begin(form.querySelector("[data-puzzle]")); // does its work while the reader writes
  const field = form.querySelector("textarea[name=text]");
  if (field && !field.value) field.value = kept.get(opened.href) ?? "";
  focus(form.querySelector("[aria-invalid]") ?? notice ?? form.querySelector("textarea, input:not([type=hidden]), button"));
  panel.scrollIntoView({ block: "nearest" });
}

async function open(link) {
  close();
  opened = link;
  const [found] = await Promise.all([page(link.href), styled()]);
  if (opened !== link) return; // another was pressed meanwhile
  if (!found.answer.ok || !found.form) return location.assign(link.href); // sign in, choose a name
  const panel = panelOf(words(found.dom.querySelector("h1")));
  link.closest("p").after(panel);
  link.setAttribute("aria-expanded", "true");
  fill(panel, found, found.answer.url);
}

async function send(form) {
  if (form.dataset.sending) return;
  form.dataset.sending = "yes";
  try {
    await form.querySelector("[data-puzzle]")?.solved;
    const found = await page(form.action, { method: "POST", body: new FormData(form) });
    await answered(found, form);
  } finally {
    delete form.dataset.sending;
  }
}

async function answered(found, form) {
  const { answer, dom, notice, form: again } = found;
  const panel = form.closest(".talk__panel");
  if (!answer.ok) tell(words(dom.querySelector("main")), { isError: true });
  else if (!answer.redirected && again) fill(panel, found, answer.url); // says what is wrong
  else if (!notice) location.assign(answer.url); // to sign in, where the words are kept
  else if (opened.dataset.talkOpen === "report") thank(panel, notice);
  else await done(dom, notice);
  if (!answer.ok) focus(status);
}

function thank(panel, notice) {
  opened.removeAttribute("aria-expanded");
  panel.replaceChildren(notice);
  focus(notice);
}

async function done(dom, notice) {
  const isNew = opened.dataset.talkOpen === "write";
  const id = (isNew ? dom.querySelector("li.comment") : opened.closest("li.comment"))?.id;
  const isError = notice.classList.contains("notice--error");
  const { href } = opened;
  close();
  kept.delete(href);
  await turn(section.querySelector("[data-talk-board]").dataset.talkBoard);
  tell(words(notice), { isError });
  focus(document.getElementById(id ?? "") ?? status);
}

// --- The comments of another order, or of this one as they are now.

async function turn(address) {
  const [{ answer, dom }] = await Promise.all([page(address), styled()]);
  const board = dom.querySelector("[data-talk-board]");
  if (!answer.ok || !board) return location.assign(address);
  section.querySelector("[data-talk-board]").replaceWith(board);
  section.querySelectorAll("[data-talk-title]").forEach((title) => {
    title.textContent = words(dom.querySelector("h1"));
  });
  await mine();
}

async function turnTo(link) {
  close();
  const said = words(link);
  await turn(link.href);
  tell(said);
  focus(section.querySelector("[data-talk-turn][aria-current]") ?? status);
}

// --- What the reader has said, and only the reader sees as long as it waits.

function listBelow(comment) {
  const place = comment ?? section.querySelector("[data-talk-board]");
  const found = place.querySelector(":scope > .comments");
  if (found) return found;
  const list = made("ol", { className: "comments" }, { role: "list" });
  if (comment) comment.append(list);
  else place.prepend(list);
  return list;
}

function place(own) {
  const shown = document.getElementById(own.id);
  const actions = shown?.querySelector(":scope > .comment__act");
  if (actions) {
    actions.querySelector("[data-talk-open=report]")?.remove();
    actions.append(...own.querySelectorAll(".comment__act a"));
  } else if (!shown) {
    const parent = document.getElementById(own.dataset.parent ?? "");
    const isFirst = !parent && section.querySelector("[data-talk-board]").dataset.talkOrder === "newest";
    listBelow(parent)[isFirst ? "prepend" : "append"](own);
  }
}

async function mine() {
  if (!SIGNED_IN.test(document.cookie)) return;
  const { answer, dom } = await page(section.dataset.talk);
  if (answer.status === 200) [...dom.querySelectorAll("li.comment")].reverse().forEach(place);
}

function attempt(work) {
  work.catch(() => {
    tell(section.dataset.talkFailed, { isError: true });
    focus(status);
  });
}

section.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-talk-open], a[data-talk-turn]");
  const elsewhere = event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0;
  if (!link || elsewhere) return;
  if (!("talkTurn" in link.dataset) && !SIGNED_IN.test(document.cookie)) return; // to sign in
  event.preventDefault();
  if ("talkTurn" in link.dataset) attempt(turnTo(link));
  else if (link === opened) close({ back: true });
  else attempt(open(link));
});
section.addEventListener("submit", (event) => {
  event.preventDefault();
  attempt(send(event.target));
});
section.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && event.target.closest(".talk__panel")) close({ back: true });
});
section.querySelector("[data-talk-board]").before(status);
attempt(mine());
