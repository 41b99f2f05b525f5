// Looks for the number that was hashed together with the salt.
self.addEventListener("message", async ({ data: { salt, challenge, numbers } }) => {
  const encoder = new TextEncoder();
  const wanted = challenge.match(/../g).map((pair) => parseInt(pair, 16));
  for (let number = 0; number < numbers; number++) {
    const found = new Uint8Array(await crypto.subtle.digest("SHA-256", encoder.encode(`${salt}${number}`)));
    if (found.every((byte, place) => byte === wanted[place])) return self.postMessage(number);
  }
  return self.postMessage(null);
});
