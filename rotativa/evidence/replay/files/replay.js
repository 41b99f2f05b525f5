// Opens the copy that the page names, in a frame below what the page says of it.

const { folder, address, moment } = document.body.dataset;
const said = document.getElementById("said");

function say(what) {
  said.textContent = said.dataset[what];
  said.hidden = false;
}

function ready() {
  if (navigator.serviceWorker.controller) return Promise.resolve();
  return new Promise((resolve) => {
    navigator.serviceWorker.addEventListener("controllerchange", resolve, { once: true });
  });
}

function opened(worker) {
  return new Promise((resolve, reject) => {
    navigator.serviceWorker.addEventListener("message", ({ data }) => {
      if (data.msg_type === "collAdded" && data.name === folder) resolve();
      if (data.msg_type === "collProgress" && data.name === folder && data.error) reject(data.error);
    });
    worker.postMessage({ open: folder });
  });
}

function show() {
  const frame = document.createElement("iframe");
  frame.setAttribute("sandbox", "allow-scripts allow-same-origin");
  frame.title = document.title;
  frame.src = `/w/${folder}/${moment}mp_/${address}`;
  said.hidden = true;
  document.body.append(frame);
}

async function open() {
  if (!navigator.serviceWorker) return say("cannot");
  try {
    await navigator.serviceWorker.register("/worker.js?useHashCheck=1", { scope: "/" });
  } catch (error) {
    console.info(error);
    return say("blocked");
  }
  await ready();
  try {
    await opened(navigator.serviceWorker.controller);
  } catch (error) {
    console.info(error);
    return say("failed");
  }
  show();
}

open();
