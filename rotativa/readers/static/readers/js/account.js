// Puts the reader's name, the desk and "Sign out" where a page says "Sign in". Pages are the same for
// everybody; a cookie says that somebody is signed in, and without it nothing is asked.

const SIGNED_IN = /(?:^|; )(?:__Host-)?signed-in=1(?:;|$)/;

function made(name, properties) {
  return Object.assign(document.createElement(name), properties);
}

function hidden(name, value) {
  return made("input", { type: "hidden", name, value });
}

function signOut(place, token) {
  const form = made("form", { method: "post", action: place.dataset.signOut });
  form.append(
    hidden("csrfmiddlewaretoken", token),
    hidden("next", location.pathname + location.search),
    made("button", { type: "submit", textContent: place.dataset.signOutWords }),
  );
  return form;
}

function show(place, me) {
  const name = made("a", {
    className: "account__name",
    href: place.dataset.accountPage,
    textContent: me.name,
  });
  const desk = me.desk ? [made("a", { href: me.desk, textContent: place.dataset.deskWords })] : [];
  place.replaceChildren(name, ...desk, signOut(place, me.token));
}

async function fill(places) {
  const answer = await fetch(places[0].dataset.account);
  if (!answer.ok) return; // the application is down, and the link stays
  const me = await answer.json();
  if (me.signed_in) places.forEach((place) => show(place, me));
}

const places = document.querySelectorAll("[data-account]");
if (places.length && SIGNED_IN.test(document.cookie)) fill(places);
