// Replays an archived copy in the page of its source once the reader presses the button, and leads
// back. Until then nothing of it runs; without this script there is no button, and the flat view.
//
// The frame is a new one: what a frame may do is settled when its page is loaded. Where the browser
// knows frames without credentials, what the copy stores (cookies for the name above its host, too)
// lasts as long as this page, and no other copy finds it.

const RUNS = "allow-scripts allow-same-origin";

function frameLike(old, { src, sandbox }) {
  const frame = document.createElement("iframe");
  frame.setAttribute("sandbox", sandbox);
  frame.referrerPolicy = "no-referrer";
  frame.credentialless = true;
  frame.title = old.title;
  frame.src = src;
  return frame;
}

for (const button of document.querySelectorAll("button[data-replay]")) {
  const words = [button.textContent, button.dataset.flat];
  const flat = button.closest(".replay").querySelector("iframe").src;
  let isReplayed = false;
  button.hidden = false;
  button.addEventListener("click", () => {
    isReplayed = !isReplayed;
    const old = button.closest(".replay").querySelector("iframe");
    const wanted = isReplayed
      ? { src: button.dataset.replay, sandbox: RUNS }
      : { src: flat, sandbox: "" };
    old.replaceWith(frameLike(old, wanted));
    button.textContent = words[Number(isReplayed)];
  });
}
