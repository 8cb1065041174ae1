// The answer page works without this. It keeps a draft of what is typed, on this device only, and
// says how many characters are left. It hears no key and changes nothing while somebody types, so
// that Korean letters are put together undisturbed.
(() => {
  "use strict";

  const DAY_MS = 24 * 60 * 60 * 1000;
  const PAUSE_MS = 500;
  const FEW_LEFT = 200;
  const PREFIX = "draft ";
  const name = PREFIX + location.pathname;
  const form = document.querySelector("form.questions");

  // A browser may refuse its storage, or have it full; then there is no draft.
  function tried(work) {
    try {
      return work();
    } catch {
      return null;
    }
  }

  const drafts = () => Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
  const draftOf = (key) => tried(() => JSON.parse(localStorage.getItem(key)));
  const forget = (key) => tried(() => localStorage.removeItem(key));

  function forgetOld() {
    for (const key of tried(drafts) || []) {
      const draft = draftOf(key);
      if (!draft || Date.now() - draft.at > DAY_MS) forget(key);
    }
  }

  // The telephone number and whatever the page itself put into the form are left out.
  const fields = () =>
    [...form.elements].filter((field) => ["radio", "checkbox", "textarea"].includes(field.type));
  const isTick = (field) => field.type !== "textarea";
  const place = (field) => (isTick(field) ? `${field.name}=${field.value}` : field.name);
  const scoreOfLink = () => new URLSearchParams(location.search).get("score");
  // A draft of a correction belongs to the answer that its page showed.
  const seen = () => form.elements.seen_at?.value;

  function keep() {
    const given = Object.fromEntries(
      fields().map((field) => [place(field), isTick(field) ? field.checked : field.value]),
    );
    const draft = { at: Date.now(), link: scoreOfLink(), seen: seen(), given };
    tried(() => localStorage.setItem(name, JSON.stringify(draft)));
  }

  function bringBack() {
    const draft = draftOf(name);
    // A page that says what is wrong holds what was sent.
    if (!draft || draft.seen !== seen() || form.querySelector(".problems")) return;
    for (const field of fields()) {
      const value = draft.given[place(field)];
      // Who opens the link of another number means that one.
      const isOlder = field.name === "score" && draft.link !== scoreOfLink();
      if (value === undefined || isOlder) continue;
      if (isTick(field)) field.checked = value;
      else field.value = value;
    }
  }

  function tellWhatIsLeft() {
    const comment = form.elements.comment;
    const left = document.getElementById("left");
    const n = comment.maxLength - comment.value.length;
    left.textContent = n <= FEW_LEFT ? left.dataset.words.replace("{n}", n) : "";
  }

  function watch() {
    let pause = 0;
    let isNew = false;
    const settle = () => {
      clearTimeout(pause);
      if (isNew) keep();
      isNew = false;
      tellWhatIsLeft();
    };
    form.addEventListener("input", (event) => {
      if (event.target.name === "call_back_phone") form.elements.call_back_by.value = "phone";
      isNew = true;
      clearTimeout(pause);
      pause = setTimeout(settle, PAUSE_MS);
    });
    addEventListener("pagehide", settle);
  }

  forgetOld();
  if (form) {
    bringBack();
    tellWhatIsLeft();
    watch();
  } else {
    // The answer is stored, or the time for it is over.
    const page = name.replace(/\/(correct|thanks)$/, "");
    for (const key of [page, `${page}/correct`]) forget(key);
  }
})();
