// The product's own script: what the frame does by itself (theme, menu, dialogs, popovers, toasts, filter forms).
// Pages work without it. It writes no markup from text: every node is cloned from a template or built by the DOM.
(() => {
  "use strict";
  const root = document.documentElement;
  const YEAR_IN_SECONDS = 365 * 24 * 60 * 60;
  const TOAST_MILLISECONDS = 6000;

  // ── theme: the server reads the cookie, so that the next page paints right the first time ──────────────
  function switchTheme() {
    const systemIsDark = matchMedia("(prefers-color-scheme: dark)").matches;
    const now = root.dataset.theme || (systemIsDark ? "dark" : "light");
    root.dataset.theme = now === "dark" ? "light" : "dark";
    document.cookie = `theme=${root.dataset.theme}; path=/; SameSite=Lax; max-age=${YEAR_IN_SECONDS}`;
  }

  // ── strips that are wider than a phone: the current place is brought into sight ────────────────────────
  function showCurrent() {
    for (const current of document.querySelectorAll(".settings__nav > [aria-current], .tabs > [aria-current]")) {
      const strip = current.parentElement;
      if (strip.scrollWidth <= strip.clientWidth) continue;
      const [inner, outer] = [current.getBoundingClientRect(), strip.getBoundingClientRect()];
      strip.scrollLeft += inner.left - outer.left - (outer.width - inner.width) / 2;
    }
  }

  // ── main menu on a phone ───────────────────────────────────────────────────────────────────────────────
  function showMenu(open) {
    if (open) root.dataset.nav = "open";
    else delete root.dataset.nav;
    for (const button of document.querySelectorAll("[data-nav-toggle]")) button.setAttribute("aria-expanded", String(open));
    if (open) document.querySelector("#nav a, #nav button")?.focus();
  }

  // ── dialogs and popovers ───────────────────────────────────────────────────────────────────────────────
  const openPopovers = () => document.querySelectorAll(".pop[id]:not([hidden])");
  const openMenus = () => document.querySelectorAll("details[data-menu][open]");

  function showPopover(popover, open) {
    popover.hidden = !open;
    for (const button of document.querySelectorAll(`[data-open="${CSS.escape(popover.id)}"]`)) {
      button.setAttribute("aria-expanded", String(open));
      if (!open && popover.contains(document.activeElement)) button.focus();
    }
    if (open) popover.querySelector("[autofocus], input:not([type=hidden]), select, button, a[href]")?.focus();
  }

  function open(id) {
    const target = document.getElementById(id);
    if (!target) return false;
    if (target.tagName !== "DIALOG") showPopover(target, target.hidden);
    else if (!target.open) target.showModal();
    return true;
  }

  function close(from) {
    const nearest = from.closest("dialog, .toast, .pop");
    if (!nearest) return;
    if (nearest.tagName === "DIALOG") nearest.close();
    else if (nearest.matches(".toast")) nearest.remove();
    else showPopover(nearest, false);
  }

  // Closes what stands open and is not in `kept`; true when something was closed.
  function closeLoose(kept) {
    const loose = [...openPopovers()].filter(popover => !kept.includes(popover));
    const menus = [...openMenus()].filter(menu => !kept.includes(menu));
    loose.forEach(popover => showPopover(popover, false));
    menus.forEach(menu => {
      if (menu.contains(document.activeElement)) menu.querySelector("summary").focus();
      menu.open = false;
    });
    return loose.length + menus.length > 0;
  }

  // A press that begins on the backdrop closes; one that ends there after marking text does not.
  let pressBeganOn = null;
  document.addEventListener("pointerdown", event => { pressBeganOn = event.target; });
  function closeOnBackdrop(event) {
    const dialog = event.target;
    if (dialog.tagName !== "DIALOG" || pressBeganOn !== dialog) return;
    const box = dialog.getBoundingClientRect();
    const inside = event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
    if (!inside) dialog.close();
  }

  // ── toasts ─────────────────────────────────────────────────────────────────────────────────────────────
  function startToast(toast) {
    if (toast.dataset.started || toast.matches(".toast--bad")) return;
    toast.dataset.started = "yes";
    let timer = setTimeout(() => toast.remove(), TOAST_MILLISECONDS);
    const wait = () => clearTimeout(timer);
    const goOn = () => { wait(); timer = setTimeout(() => toast.remove(), TOAST_MILLISECONDS); };
    for (const name of ["pointerenter", "focusin"]) toast.addEventListener(name, wait);
    for (const name of ["pointerleave", "focusout"]) toast.addEventListener(name, goOn);
  }

  // detail: { text, note?, undo? (path that takes a POST), bad? }
  function toast({ text, note, undo, bad }) {
    const shelf = document.querySelector(".toasts");
    const template = document.getElementById(bad ? "toast-bad" : "toast-ok");
    if (!shelf || !template || !text) return;
    const made = template.content.firstElementChild.cloneNode(true);
    made.querySelector("[data-text]").textContent = text;
    const small = made.querySelector("small");
    if (note) small.textContent = note;
    else small.remove();
    const form = made.querySelector("form");
    if (undo && /^\/(?!\/)/.test(undo)) form.setAttribute("action", undo);
    else form.remove();
    shelf.append(made);
    startToast(made);
  }

  // ── clicks and keys of the whole page ──────────────────────────────────────────────────────────────────
  document.addEventListener("click", event => {
    const part = event.target.closest("[data-theme-toggle], [data-nav-toggle], [data-open], [data-close], [data-reveal]");
    closeOnBackdrop(event);
    // The path, because what was clicked may be gone by now (a removed token).
    closeLoose([...event.composedPath(), document.getElementById(part?.dataset.open)]);
    if (!part) {
      if (root.dataset.nav && !event.target.closest(".nav")) showMenu(false);
    } else if (part.matches("[data-theme-toggle]")) {
      switchTheme();
    } else if (part.matches("[data-nav-toggle]")) {
      event.preventDefault();
      showMenu(root.dataset.nav !== "open");
    } else if (part.matches("[data-open]")) {
      // A link to the page that does the same stays a link where the dialog is not on this page.
      if (!event.ctrlKey && !event.metaKey && open(part.dataset.open)) event.preventDefault();
    } else if (part.matches("[data-close]")) {
      event.preventDefault();
      close(part);
    } else if (part.matches("[data-reveal]")) {
      const secret = document.getElementById(part.dataset.reveal);
      const shown = secret.type === "text";
      secret.type = shown ? "password" : "text";
      part.setAttribute("aria-pressed", String(!shown));
    }
  });

  document.addEventListener("keydown", event => {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    const closed = closeLoose([]);
    if (closed) event.preventDefault();
    else if (root.dataset.nav) showMenu(false);
  });

  // ── filter forms send themselves ───────────────────────────────────────────────────────────────────────
  document.addEventListener("change", event => {
    const form = event.target.closest("form[data-autosubmit]");
    if (form && !event.target.closest("[data-no-autosubmit]")) form.requestSubmit();
  });

  // ── a form that is on its way is not sent twice ────────────────────────────────────────────────────────
  // Its button turns until the next page is there; forms that htmx sends have marks of their own.
  addEventListener("submit", event => {
    const { target: form, submitter } = event;
    const isFetched = !submitter?.hasAttribute("formaction") && [form, submitter].some(part => part?.matches("[hx-post], [hx-get]"));
    if (isFetched || (submitter?.formMethod || form.method) !== "post") return;
    if (form.dataset.sent) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    form.dataset.sent = "true";
    submitter?.setAttribute("aria-busy", "true");
    // The server has answered by then, or will not; whoever stopped the request can send it again.
    setTimeout(letSend, LONGEST_ANSWER);
  }, true);
  const LONGEST_ANSWER = 60_000;
  const letSend = () => {
    document.querySelectorAll("form[data-sent]").forEach(form => delete form.dataset.sent);
    document.querySelectorAll("[aria-busy=true]").forEach(button => button.removeAttribute("aria-busy"));
  };
  // Coming back by the browser's button finds the page as it was left.
  addEventListener("pageshow", letSend);

  // ── answers that come without a new page ───────────────────────────────────────────────────────────────
  // HX-Trigger: {"toast": {"text": "…"}, "close-panel": true}
  document.addEventListener("toast", event => toast(event.detail));
  document.addEventListener("close-panel", () => document.querySelectorAll("dialog[open]").forEach(dialog => dialog.close()));
  // A panel that came into the overlay is fetched anew each time: a closed one must not open again with the next answer.
  document.addEventListener("close", event => { if (event.target.matches("#overlay dialog")) event.target.remove(); }, true);
  // A way out has an address of its own: the browser follows it, past the form's own request.
  document.addEventListener("submit", event => { if (event.submitter?.hasAttribute("formaction")) event.stopPropagation(); }, true);

  function arrived() {
    document.querySelectorAll("#overlay dialog:not([open])").forEach(dialog => dialog.showModal());
    document.querySelectorAll(".toasts .toast").forEach(startToast);
  }
  document.addEventListener("htmx:after:swap", event => {
    arrived();
    const { target, response } = event.detail.ctx;
    if (!(response?.status >= 400)) return;
    const place = target instanceof Element && target.isConnected ? target : document;
    place.querySelector("[aria-invalid=true]:not([hidden])")?.focus();
  });
  document.addEventListener("htmx:error", event => {
    if (!event.detail.ctx) return;
    toast({ bad: true, text: "The server did not answer.", note: "What you typed is still here. Check the connection and try again." });
  });

  const offline = document.getElementById("offline");
  const tellConnection = () => { if (offline) offline.hidden = navigator.onLine; };
  addEventListener("online", tellConnection);
  addEventListener("offline", tellConnection);
  tellConnection();
  showCurrent();
  arrived();
})();
