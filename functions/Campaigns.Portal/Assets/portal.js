// Keeps the figures of a page fresh: fetches the same page and swaps the parts marked data-live. Without it the page is whole, only still.
(() => {
  "use strict";
  const seconds = Number(document.body.dataset.refresh);
  if (!seconds) return;

  const slowest = 60;
  let wait = seconds;
  let timer = 0;
  let paused = false;

  const focusable = part => [...part.querySelectorAll("a, button, summary")];

  function swap(old, fresh) {
    for (const details of old.querySelectorAll("details[id]")) {
      const same = fresh.querySelector("#" + CSS.escape(details.id));
      if (same) same.open = details.open;
    }
    if (old.isEqualNode(fresh)) return;
    const focused = focusable(old).indexOf(document.activeElement);
    old.replaceWith(fresh);
    if (focused >= 0) focusable(fresh)[focused]?.focus({ preventScroll: true });
  }

  async function refresh() {
    try {
      const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
      // Sent elsewhere: the sign-in has run out. The page stays as it is, and the next click leads there.
      if (answer.redirected) return;
      if (!answer.ok) throw new Error(String(answer.status));
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      for (const fresh of page.querySelectorAll("[data-live]")) {
        const old = document.getElementById(fresh.id);
        if (old) swap(old, fresh);
      }
      if (!Number(page.body.dataset.refresh)) return;
      wait = seconds;
    } catch {
      wait = Math.min(wait * 2, slowest);
    }
    schedule();
  }

  function schedule() {
    clearTimeout(timer);
    if (!paused && !document.hidden) timer = setTimeout(refresh, wait * 1000);
  }

  const button = document.createElement("button");
  const { pause, resume } = document.body.dataset;
  button.type = "button";
  button.className = "quiet";
  button.textContent = pause;
  button.addEventListener("click", () => {
    paused = !paused;
    button.textContent = paused ? resume : pause;
    schedule();
  });
  document.getElementById("live-control")?.append(button);
  document.addEventListener("visibilitychange", schedule);
  schedule();
})();
