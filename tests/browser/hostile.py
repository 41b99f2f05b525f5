"""A page that tries everything to reach the paper it is shown by, and tells what became of each attempt."""

# The paper's address stands for SITE. What is asked of it goes below /taken/, where nothing is.
HOSTILE = """<!doctype html><html lang="en"><title>Hostile</title><h1>Text of the copy</h1>
<p id="told"></p>
<img src="SITE/taken/flat.png" alt="">
<form action="SITE/taken/form" method="post" target="_top"><button>Send</button></form>
<script>
const site = "SITE", done = {}, waits = [];
const soon = (work) => Promise.race([work, new Promise((go) => setTimeout(go, 3000, "silence"))]);
function attempt(name, act) {
  let found;
  try { found = Promise.resolve(act()); } catch (error) { found = Promise.reject(error); }
  waits.push(soon(found).then((value) => { done[name] = String(value); },
                              (error) => { done[name] = "refused: " + error; }));
}
const loaded = (thing) => new Promise((go, stop) => { thing.onload = () => go("loaded"); thing.onerror = () => stop("error"); });
function element(kind, fields) {
  const thing = document.createElement(kind);
  const wait = loaded(thing);
  Object.assign(thing, fields);
  document.body.append(thing);
  return wait;
}
function realm(src) {
  const frame = document.createElement("iframe");
  const wait = loaded(frame);
  if (src) frame.src = src;
  document.body.append(frame);
  return src ? wait.then(() => frame.contentWindow) : frame.contentWindow;
}
function asks(name, world) {
  const ask = (how) => world.fetch(`${site}/taken/${name}-${how.mode}`, { credentials: "include", ...how });
  attempt(name + " fetch", () => ask({ mode: "no-cors" }).then(() => "sent"));
  attempt(name + " read", () => ask({ mode: "cors" }).then((answer) => answer.text()));
  attempt(name + " xhr", () => new Promise((go, stop) => {
    const asked = new world.XMLHttpRequest();
    asked.withCredentials = true;
    asked.onload = () => go(asked.responseText);
    asked.onerror = () => stop("error");
    asked.open("GET", `${site}/taken/${name}-xhr`);
    asked.send();
  }));
  attempt(name + " socket", () => new Promise((go, stop) => {
    const socket = new world.WebSocket(site.replace("http", "ws") + `/taken/${name}-socket`);
    socket.onopen = () => go("open");
    socket.onerror = () => stop("error");
  }));
  attempt(name + " events", () => new Promise((go, stop) => {
    const events = new world.EventSource(`${site}/taken/${name}-events`, { withCredentials: true });
    events.onopen = () => go("open");
    events.onerror = () => { events.close(); stop("error"); };
  }));
  attempt(name + " beacon", () => world.navigator.sendBeacon(`${site}/taken/${name}-beacon`, "x"));
}
const getter = (world, name) => Object.getOwnPropertyDescriptor(world, name).get;
attempt("top text", () => getter(realm(), "top").call(window).document.body.textContent);
attempt("top title", () => { top.document.title = "taken"; return "taken"; });
attempt("cookie", () => {
  const write = Object.getOwnPropertyDescriptor(realm().Document.prototype, "cookie").set;
  const names = [location.hostname, new URL(site).hostname, "localhost", "127.0.0.1"];
  for (const name of names) write.call(document, `taken=1; path=/; domain=${name}`);
  return "written";
});
attempt("popup", () => window.open(site + "/taken/popup"));
attempt("image", () => element("img", { src: site + "/taken/image" }));
attempt("script", () => element("script", { src: site + "/taken/script.js" }));
attempt("style", () => element("link", { rel: "stylesheet", href: site + "/taken/style.css" }));
attempt("prefetch", () => element("link", { rel: "prefetch", href: site + "/taken/prefetch" }));
attempt("preload", () => element("link", { rel: "preload", as: "image", href: site + "/taken/preload" }));
attempt("film", () => element("video", { src: site + "/taken/film.mp4", preload: "auto" }));
attempt("object", () => element("object", { data: site + "/taken/object" }));
attempt("frame", () => element("iframe", { src: site + "/taken/frame" }));
attempt("refresh", () => element("iframe", { srcdoc: `<meta http-equiv="refresh" content="0;url=${site}/taken/refresh">` }));
attempt("data", () => element("iframe", { src: `data:text/html,<img src="${site}/taken/data"><script>location="${site}/taken/data-frame"<\\/script>` }));
attempt("ping", () => { const link = document.createElement("a"); link.href = "#here"; link.ping = site + "/taken/ping"; document.body.append(link); link.click(); return "clicked"; });
attempt("form", () => { const form = document.querySelector("form"); const sink = document.createElement("iframe"); sink.name = form.target = "sink"; document.body.append(sink); HTMLFormElement.prototype.submit.call(form); return "sent"; });
attempt("worker", () => new Promise((go, stop) => {
  const text = `fetch("${site}/taken/worker", { mode: "no-cors" }).then(() => postMessage("sent"), () => postMessage("refused"))`;
  const worker = new Worker(URL.createObjectURL(new Blob([text])));
  worker.onmessage = ({ data }) => (data === "sent" ? go(data) : stop(data));
  worker.onerror = () => stop("error");
}));
attempt("service worker", () => {
  const orders = { msg_type: "addColl", name: "evil", skipExisting: false, type: "live",
                   file: { sourceUrl: "proxy:" + site + "/taken/order/" }, extraConfig: { prefix: site + "/taken/order/", csp: "default-src *" } };
  navigator.serviceWorker.controller.postMessage(orders);
  return soon(element("iframe", { src: "/w/evil/mp_/" + site + "/taken/ordered" }));
});
asks("own", window);
attempt("fresh", () => asks("fresh", realm()));
attempt("parent", () => asks("parent", parent));
for (const path of ["/robots.txt", "/nothing", "/w/evil/id_/http://nothing.example/"]) {
  waits.push(soon(realm(path)).then((world) => attempt(path, () => asks(path.replaceAll("/", "-"), world)), () => {}));
}
setTimeout(async () => {
  for (let seen = 0; seen < waits.length; ) { seen = waits.length; await Promise.all(waits); }
  document.getElementById("told").textContent = JSON.stringify(done);
}, 500);
</script>"""


def hostile(site: str) -> str:
    return HOSTILE.replace("SITE", site)
