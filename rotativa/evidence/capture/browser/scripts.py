"""What is run in the page, in a world of its own: the page cannot change what it means."""

SCROLL = """(async () => {
  const pause = (ms) => new Promise((done) => setTimeout(done, ms));
  const root = document.documentElement;
  let y = 0;
  for (let step = 0; step < 40 && y < root.scrollHeight; step++) {
    scrollTo(0, y);
    y += innerHeight * 0.8;
    await pause(60);
  }
  for (const each of document.querySelectorAll('video, audio')) {
    each.muted = true;
    each.play().catch(() => undefined);
  }
  await pause(150);
  scrollTo(0, 0);
})()"""

# `currentSrc` is what a picture shows of its `srcset`: the flat view needs it.
FREEZE = """(() => {
  const media = [...document.querySelectorAll('video, audio')];
  media.forEach((each) => each.pause());
  for (const each of document.images) {
    if (each.currentSrc) each.setAttribute('data-shown', each.currentSrc);
  }
  const root = document.documentElement;
  const sources = media.flatMap((each) => [
    each.currentSrc, each.src, ...[...each.querySelectorAll('source')].map((source) => source.src),
  ]);
  return {
    url: location.href,
    title: document.title.slice(0, 1000),
    text: (document.body ? document.body.innerText : '').slice(0, %(text)d),
    dom: ('<!doctype html>' + root.outerHTML).slice(0, %(dom)d),
    height: root.scrollHeight,
    media: [...new Set(sources)].filter((each) => /^https?:/.test(each)).slice(0, %(media)d),
  };
})()"""
