// Suggests earlier coverage by the words in the form, and adds it as if it had been chosen by hand.
(() => {

const COVERAGE = "earlier_coverage";

async function suggest(panel) {
  const text = ["id_title", "id_deck"].map((id) => document.getElementById(id)?.value ?? "");
  const tags = [...document.querySelectorAll("input[name=tags]:checked")].map((box) => box.closest("label")?.textContent ?? "");
  const { relatedFrom, relatedLanguage, relatedPage } = panel.dataset;
  const asked = new URLSearchParams({
    text: [...text, ...tags].join(" "),
    language: relatedLanguage,
    page: relatedPage,
  });
  const answer = await fetch(`${relatedFrom}?${asked}`);
  if (!answer.ok) return;
  panel.querySelector("[data-related-found]").innerHTML = await answer.text();
  for (const button of panel.querySelectorAll("[data-related-add]")) {
    if (chosen().includes(button.dataset.relatedAdd)) mark(button);
  }
}

function rows() {
  return document.querySelectorAll(`[id^="id_${COVERAGE}-"][id$="-earlier"]`);
}

function chosen() {
  const left = [...rows()].filter((input) => document.getElementById(input.id.replace(/earlier$/, "DELETE"))?.value !== "1");
  return left.map((input) => input.value);
}

function add(button) {
  const { relatedAdd, relatedTitle, relatedEdit } = button.dataset;
  if (!chosen().includes(relatedAdd)) {
    document.getElementById(`id_${COVERAGE}-ADD`).click();
    const number = document.getElementById(`id_${COVERAGE}-TOTAL_FORMS`).value - 1;
    const chooser = document.getElementById(`id_${COVERAGE}-${number}-earlier-chooser`);
    chooser.widget.setStateFromModalData({ id: relatedAdd, adminTitle: relatedTitle, editUrl: relatedEdit });
  }
  mark(button);
}

function mark(button) {
  button.disabled = true;
  button.textContent = button.dataset.relatedAdded;
}

document.addEventListener("click", (event) => {
  const ask = event.target.closest("[data-related-ask]");
  const button = event.target.closest("[data-related-add]");
  if (ask) suggest(ask.closest("[data-related-from]"));
  if (button) add(button);
});
})();
