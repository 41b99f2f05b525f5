// Makes a passkey, or signs in with one. The page says which (`data-passkey`), has the options as data
// or says where they are, and has the form that takes the answer.

function toBytes(text) {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (sign) => sign.charCodeAt(0));
}

function toText(buffer) {
  const plain = Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join("");
  return btoa(plain).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function withBytes(known) {
  return (known ?? []).map((each) => ({ ...each, id: toBytes(each.id) }));
}

function creation(options) {
  return {
    ...options,
    challenge: toBytes(options.challenge),
    user: { ...options.user, id: toBytes(options.user.id) },
    excludeCredentials: withBytes(options.excludeCredentials),
  };
}

function request(options) {
  return {
    ...options,
    challenge: toBytes(options.challenge),
    allowCredentials: withBytes(options.allowCredentials),
  };
}

const FIELDS = ["attestationObject", "authenticatorData", "clientDataJSON", "signature", "userHandle"];

function answer(credential) {
  const response = {};
  for (const name of FIELDS) {
    if (credential.response[name]) response[name] = toText(credential.response[name]);
  }
  return {
    id: credential.id,
    rawId: toText(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
    response,
  };
}

async function optionsFor(place) {
  const url = place.dataset.passkeyOptions;
  if (!url) return JSON.parse(document.getElementById("passkey-options").textContent);
  const told = await fetch(url, { headers: { "X-Requested-With": "XMLHttpRequest" } });
  if (!told.ok) throw new Error(String(told.status));
  return told.json();
}

async function ask(place) {
  const options = await optionsFor(place);
  const credential =
    place.dataset.passkey === "create"
      ? await navigator.credentials.create({ publicKey: creation(options.creation_options.publicKey) })
      : await navigator.credentials.get({ publicKey: request(options.request_options.publicKey) });
  const form = document.getElementById("passkey-form");
  form.elements.credential.value = JSON.stringify(answer(credential));
  const remember = document.querySelector("input[name=remember]");
  if (remember?.checked && remember.form !== form) {
    form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "remember", value: "1" }));
  }
  form.submit();
}

function offer(place) {
  const status = place.querySelector("[data-passkey-status]");
  place.hidden = false;
  place.querySelector("[data-passkey-button]").addEventListener("click", () => {
    status.textContent = "";
    ask(place).catch(() => (status.textContent = status.dataset.refused));
  });
}

if (window.PublicKeyCredential) document.querySelectorAll("[data-passkey]").forEach(offer);
