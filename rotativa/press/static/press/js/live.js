// Shows how printing goes while anything waits: asks for the rows on the screen again, wherever in
// the list they stand by now, and puts in what has changed. What is dear to tell says in `data-busy` how
// many seconds to wait. Without this script, or on a page that is not looked at, reloading does the same.

const PAUSE = 2;
const TOKEN = "[name=csrfmiddlewaretoken]";

// Django writes it anew into each answer: nothing else would be the same in any form.
function renewTokens(page) {
  const token = page.querySelector(TOKEN)?.value;
  if (!token) return;
  for (const each of [...page.querySelectorAll(TOKEN), ...document.querySelectorAll(TOKEN)]) {
    each.setAttribute("value", token);
  }
}

async function refresh() {
  const rows = [...document.querySelectorAll("[data-row]")].map((part) => ["row", part.dataset.row]);
  const answer = await fetch(`${location.pathname}?${new URLSearchParams(rows)}`);
  if (!answer.ok || answer.redirected) return; // signed out meanwhile
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  renewTokens(page);
  for (const part of document.querySelectorAll("[data-live]")) {
    const fresh = page.getElementById(part.id);
    if (!fresh || fresh.isEqualNode(part) || part.contains(document.activeElement)) continue;
    part.replaceWith(fresh);
  }
}

async function watch() {
  try {
    if (!document.hidden && document.querySelector("[data-busy]")) await refresh();
  } finally {
    wait(); // also after a look that got no answer, as without a network
  }
}

function wait() {
  const seconds = Number(document.querySelector("[data-busy]")?.dataset.busy) || PAUSE;
  setTimeout(watch, 1000 * seconds);
}

wait();
