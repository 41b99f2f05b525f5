// Plays a film in the page once the reader presses its button. Before that, nothing is asked of
// its site; without this script the button is a link that leads there.

const SANDBOX =
  "allow-scripts allow-same-origin allow-presentation allow-popups allow-popups-to-escape-sandbox";

function frameFor(link) {
  const frame = document.createElement("iframe");
  frame.setAttribute("sandbox", SANDBOX);
  frame.allow = "autoplay; encrypted-media; fullscreen; picture-in-picture";
  // YouTube refuses to play for a page that does not say which site it is of.
  frame.referrerPolicy = "strict-origin-when-cross-origin";
  frame.title = link.dataset.playerTitle;
  frame.src = link.dataset.player;
  return frame;
}

function stageOf(embed) {
  const poster = embed.querySelector(".embed__poster");
  if (poster) return poster;
  const stage = document.createElement("div");
  stage.className = "embed__poster";
  embed.prepend(stage);
  return stage;
}

function play(link) {
  const frame = frameFor(link);
  stageOf(link.closest(".embed")).replaceChildren(frame);
  link.nextElementSibling.remove(); // it promised that nothing is asked until the button is pressed
  link.textContent = link.dataset.playerElsewhere;
  link.removeAttribute("data-player");
  frame.focus();
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-player]");
  const elsewhere = event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0;
  if (!link || elsewhere) return;
  event.preventDefault();
  play(link);
});
