// The service worker of the copies' host: the player, and a wall around it.
//
// It answers for archived pages, whose scripts share this host with it and may say anything to it.
// So it takes no orders but to open a copy that lies here; and whatever the player answers goes out
// under our policy and with few of its headers, never under a policy that a page has talked the
// player into. The script's own policy lets it fetch from this host alone.
//
// This file may be used under the terms of the player, AGPL-3.0-or-later, as well as under ours.

const POLICY = "{policy}";
const KEPT = [
  "accept-ranges",
  "content-language",
  "content-length",
  "content-range",
  "content-type",
  "location",
];
const WITHOUT_BODY = [204, 205, 304];

const listen = self.addEventListener.bind(self);
const theirs = { fetch: [], message: [] };
self.addEventListener = (kind, listener, ...rest) =>
  kind in theirs ? theirs[kind].push(listener) : listen(kind, listener, ...rest);

importScripts("{player}");

// The name of a copy, and nothing else: what is opened is made up here.
listen("message", (event) => {
  const folder = event.data?.open;
  if (typeof folder !== "string" || !/^[0-9a-f]{32}$/.test(folder)) return;
  const told = {
    source: event.source,
    waitUntil: (work) => event.waitUntil(work),
    data: {
      msg_type: "addColl",
      name: folder,
      file: { sourceUrl: `${self.location.origin}/${folder}/capture.wacz` },
      skipExisting: false,
      extraConfig: { csp: POLICY },
    },
  };
  for (const listener of theirs.message) listener(told);
});

listen("fetch", (event) => {
  const url = new URL(event.request.url);
  if (url.origin !== self.location.origin) {
    event.respondWith(Response.error());
    return;
  }
  if (!isOfCopy(url, event.request)) return;
  let answer = Response.error();
  const told = {
    request: event.request,
    clientId: event.clientId,
    resultingClientId: event.resultingClientId,
    waitUntil: (work) => event.waitUntil(work),
    respondWith: (found) => {
      answer = found;
    },
  };
  for (const listener of theirs.fetch) listener(told);
  event.respondWith(Promise.resolve(answer).then(confined));
});

function isOfCopy(url, request) {
  const comesFromCopy = request.referrer.startsWith(`${self.location.origin}/w/`);
  const isOurs = url.pathname.startsWith("/w/") || url.pathname.startsWith("/static/");
  return (isOurs || comesFromCopy) && !url.pathname.startsWith("/w/api/");
}

function confined(answer) {
  if (answer.status < 200) return Response.error(); // an error, or an answer that cannot be looked into
  const headers = new Headers();
  for (const name of KEPT) {
    if (answer.headers.has(name)) headers.set(name, answer.headers.get(name));
  }
  headers.set("content-security-policy", POLICY);
  headers.set("referrer-policy", "same-origin");
  headers.set("x-content-type-options", "nosniff");
  const body = WITHOUT_BODY.includes(answer.status) ? null : answer.body;
  return new Response(body, { status: answer.status, statusText: answer.statusText, headers });
}
