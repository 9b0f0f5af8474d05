// What a keyboard and a mouse can do beyond links and forms. Every page reads without it.

const typing = (target) => target.closest("input, textarea, select, [contenteditable]");

// `/` goes to the search box; a letter presses what bears it in `data-key`.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (typing(event.target)) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  if (event.key === "/") {
    const box = document.querySelector("#q, #quick");
    if (box) {
      event.preventDefault();
      box.focus();
    }
    return;
  }
  const found = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (!found) return;
  event.preventDefault();
  if (found.matches("input")) found.focus();
  else found.click();
});

// In a document, j and k walk from act to act.
const acts = [...document.querySelectorAll(".text a.act[id]")];
let at = -1;
if (acts.length) {
  document.addEventListener("keydown", (event) => {
    if (typing(event.target) || (event.key !== "j" && event.key !== "k")) return;
    at = Math.max(0, Math.min(acts.length - 1, at + (event.key === "j" ? 1 : -1)));
    acts[at].focus();
    acts[at].scrollIntoView({ block: "center" });
  });
}

// The form to correct an act opens in its card.
document.addEventListener("click", async (event) => {
  const link = event.target.closest(".card a[href^='/acts/']");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
  event.preventDefault();
  const card = link.closest(".card");
  const open = card.querySelector("form.correct");
  if (open) return open.remove();
  const answer = await fetch(link.href);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const form = page.querySelector("form.correct");
  if (!answer.ok || !form) return location.assign(link.href);
  const back = document.createElement("input");
  Object.assign(back, { type: "hidden", name: "back", value: `${location.pathname}${location.search}#${card.id}` });
  form.append(back);
  card.append(form);
  form.querySelector("select").focus();
});

// Files are dropped on the form; how far their reading is comes as events.
const drop = document.querySelector("[data-drop]");
if (drop) {
  const progress = drop.querySelector("[data-progress]");
  const files = drop.querySelector("input[type=file]");
  for (const name of ["dragenter", "dragover"]) {
    drop.addEventListener(name, (event) => { event.preventDefault(); drop.classList.add("over"); });
  }
  drop.addEventListener("dragleave", () => drop.classList.remove("over"));
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    drop.classList.remove("over");
    if (!event.dataTransfer.files.length) return;
    files.files = event.dataTransfer.files;
    drop.requestSubmit();
  });
  drop.addEventListener("submit", () => {
    progress.textContent = "Reading …";
    const events = new EventSource("/api/v1/news");
    events.addEventListener("ingest", (event) => {
      const news = JSON.parse(event.data);
      progress.textContent = `Read ${news.n_done} of ${news.n_all} …`;
    });
  });
}

const print = document.querySelector("[data-print]");
if (print) {
  print.hidden = false;
  print.addEventListener("click", () => window.print());
}
