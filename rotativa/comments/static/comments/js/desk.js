// Keys for the queues: j and k go from comment to comment, the others decide on the one that has the
// focus. They rest while somebody types, with Ctrl, Alt or Cmd, and for whoever has turned keys off.
(() => {

const LATER = "comments-row";
const PRESSED = { a: "approved", r: "rejected", s: "spam" };

function rows() {
  return [...document.querySelectorAll(".comments-cell")].map((cell) => cell.closest("tr"));
}

function current() {
  return document.activeElement?.closest("tr:has(.comments-cell)");
}

function go(row) {
  if (!row) return;
  row.tabIndex = -1;
  row.focus();
  row.scrollIntoView({ block: "nearest" });
}

function step(by) {
  const all = rows();
  const here = current();
  go(here ? all[all.indexOf(here) + by] : all[0]);
}

function note(row) {
  row.querySelector(".comments-doings details").open = true;
  row.querySelector(".comments-doings textarea").focus();
}

function press(row, key) {
  const button = row.querySelector(`button[name=deed][value=${PRESSED[key]}]`);
  if (!button) return;
  sessionStorage.setItem(LATER, rows().indexOf(row));
  button.click();
}

function does(key) {
  const row = current();
  if (key === "j") step(1);
  else if (key === "k") step(-1);
  else if (row && key === "n") note(row);
  else if (row && key === "x") row.querySelector("input[type=checkbox]")?.click();
  else if (row && key in PRESSED) press(row, key);
  else return false;
  return true;
}

function isTyping({ target }) {
  return target.closest("input:not([type=checkbox]), textarea, select, [contenteditable], [role=dialog]");
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.repeat || event.ctrlKey || event.altKey || event.metaKey) return;
  if (isTyping(event) || !does(event.key)) return;
  event.preventDefault();
});

document.addEventListener("DOMContentLoaded", () => {
  const place = sessionStorage.getItem(LATER);
  sessionStorage.removeItem(LATER);
  if (place !== null) go(rows()[Math.min(Number(place), rows().length - 1)]);
});

})();
