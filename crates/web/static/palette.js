// The command palette: Ctrl K, then clients, pages and saved reports as the server finds them.
(() => {
  "use strict";
  const TYPING_PAUSE_MILLISECONDS = 120;
  const dialog = document.getElementById("palette");
  const input = dialog?.querySelector("input");
  const list = dialog?.querySelector("[role=listbox]");
  if (!dialog || !input || !list) return;

  let asked = null;
  let timer = 0;
  const options = () => [...list.querySelectorAll("[role=option]")];
  const current = () => list.querySelector("[role=option][aria-selected=true]");

  function mark(option) {
    for (const one of options()) one.setAttribute("aria-selected", String(one === option));
    if (!option) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  function say(sentence) {
    const line = document.createElement("div");
    line.className = "menu__label";
    line.textContent = sentence;
    list.replaceChildren(line);
    mark(null);
  }

  function show(answer) {
    list.replaceChildren(...[...answer.body.children].map(part => document.importNode(part, true)));
    options().forEach((option, index) => { option.id = `palette-${index + 1}`; });
    if (options().length === 0 && list.childElementCount === 0) say("Nothing found. Try another word.");
    else mark(options()[0]);
  }

  // The document response type parses the fragment without turning text into markup here. The newest question wins.
  function ask() {
    asked?.abort();
    const request = new XMLHttpRequest();
    asked = request;
    request.open("GET", `${dialog.dataset.url}?q=${encodeURIComponent(input.value.trim())}`);
    request.setRequestHeader("HX-Request", "true");
    request.responseType = "document";
    request.onload = () => {
      const elsewhere = new URL(request.responseURL).pathname !== new URL(dialog.dataset.url, location.href).pathname;
      if (elsewhere) location.assign(request.responseURL);
      else if (request.status === 200 && request.response) show(request.response);
      else say("The search did not work. Type again.");
    };
    request.onerror = () => say("The server does not answer. Check the connection and type again.");
    request.send();
  }

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, TYPING_PAUSE_MILLISECONDS);
  });

  input.addEventListener("keydown", event => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const all = options();
    if (step && all.length > 0) {
      event.preventDefault();
      mark(all[(all.indexOf(current()) + step + all.length) % all.length]);
    } else if (event.key === "Enter") {
      event.preventDefault();
      current()?.click();
    }
  });

  // However it was opened: begin with what was typed last, marked, and fresh answers.
  new MutationObserver(() => {
    if (!dialog.open) return asked?.abort();
    input.focus();
    input.select();
    ask();
  }).observe(dialog, { attributes: true, attributeFilter: ["open"] });

  document.addEventListener("keydown", event => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || event.key.toLowerCase() !== "k") return;
    event.preventDefault();
    if (dialog.open) dialog.close();
    else dialog.showModal();
  });
})();
