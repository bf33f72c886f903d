/* Searching, filtering and copying: what the pages cannot do by themselves. Everything else works without it. */
"use strict";

for (const button of document.querySelectorAll("button.copy")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(button.dataset.copy);
    } catch {
      /* Without a secure context there is no clipboard: show the address to be copied by hand. */
      window.prompt("Copy this address", button.dataset.copy);
      return;
    }
    button.classList.add("done");
    const said = document.getElementById("said");
    if (said) said.textContent = "Address copied";
    setTimeout(() => { button.classList.remove("done"); if (said) said.textContent = ""; }, 2000);
  });
}

/* A picture that its site does not give to others leaves no hole; one with a text of its own shows that. */
for (const image of document.querySelectorAll("img.thumb, .body img[alt='']")) {
  const drop = () => image.remove();
  if (image.complete && image.naturalWidth === 0) drop();
  else image.addEventListener("error", drop);
}

const form = document.querySelector("form.filters");
if (form) {
  const cards = [...document.querySelectorAll(".card")];
  const count = document.querySelector(".count");
  const none = document.getElementById("none");
  const fields = ["level", "region", "language"];

  const fits = (card, words, chosen) =>
    words.every((word) => card.dataset.text.includes(word)) &&
    fields.every((name) => !chosen[name] || card.dataset[name].split("|").includes(chosen[name]));

  const apply = () => {
    const chosen = Object.fromEntries(new FormData(form));
    const words = chosen.q.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const card of cards) {
      card.hidden = !fits(card, words, chosen);
      shown += card.hidden ? 0 : 1;
    }
    none.hidden = shown > 0 || cards.length === 0;
    count.textContent = shown === cards.length ? "" : `${shown} of ${cards.length}`;
    const query = new URLSearchParams(Object.entries(chosen).filter(([, value]) => value)).toString();
    history.replaceState(null, "", query ? `#${query}` : location.pathname);
  };

  for (const [name, value] of new URLSearchParams(location.hash.slice(1))) {
    if (form.elements[name]) form.elements[name].value = value;
  }
  form.hidden = cards.length < 2;
  form.addEventListener("input", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  document.getElementById("clear").addEventListener("click", () => { form.reset(); apply(); form.elements.q.focus(); });
  if (location.hash.length > 1) apply();
}
