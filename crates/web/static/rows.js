// Lists: choosing rows and acting on them (the bulk bar), opening a row, moving with the keyboard.
(() => {
  "use strict";
  const scopeOf = element => element.closest("[data-rows]") ?? element.closest("form") ?? document;
  const boxes = scope => [...scope.querySelectorAll("[data-select-row]")];

  // ── choosing rows ──────────────────────────────────────────────────────────────────────────────────────
  // `all` = the hidden input name=all: the filter is sent instead of the chosen rows.
  function show(scope, allThatMatch) {
    const rows = boxes(scope);
    const chosen = rows.filter(box => box.checked).length;
    rows.forEach(box => box.closest("tr")?.setAttribute("aria-selected", String(box.checked)));
    for (const box of scope.querySelectorAll("[data-select-all]")) {
      box.checked = rows.length > 0 && chosen === rows.length;
      box.indeterminate = chosen > 0 && chosen < rows.length;
    }
    for (const input of scope.querySelectorAll("input[type=hidden][name=all]")) input.value = allThatMatch ? "1" : "";
    for (const bar of scope.querySelectorAll("[data-bulk]")) bar.dataset.bulk = String(chosen);
    for (const count of scope.querySelectorAll("[data-bulk-n]")) count.textContent = allThatMatch ?? chosen;
    for (const button of scope.querySelectorAll("[data-select-match]")) {
      const isAll = button.dataset.selectMatch === String(rows.length);
      button.hidden = Boolean(allThatMatch) || isAll || chosen < rows.length;
    }
  }

  document.addEventListener("change", event => {
    const box = event.target;
    if (!box.matches("[data-select-row], [data-select-all]")) return;
    const scope = scopeOf(box);
    if (box.matches("[data-select-all]")) boxes(scope).forEach(row => { row.checked = box.checked; });
    show(scope, null);
  });

  document.addEventListener("click", event => {
    const button = event.target.closest("[data-select-match], [data-bulk-clear]");
    if (!button) return;
    const scope = scopeOf(button);
    const all = button.matches("[data-select-match]");
    boxes(scope).forEach(box => { box.checked = all; });
    show(scope, all ? button.dataset.selectMatch : null);
  });

  // The browser puts back check marks after "back", and a swap brings new rows. Opening the popover of groups is a swap
  // too: whoever has chosen all that match has still chosen them.
  const matching = scope => scope.querySelector("input[type=hidden][name=all]")?.value === "1"
    ? scope.querySelector("[data-select-match]")?.dataset.selectMatch ?? null : null;
  const showAll = keep => new Set([...document.querySelectorAll("[data-select-row], [data-bulk]")].map(scopeOf))
    .forEach(scope => show(scope, keep ? matching(scope) : null));
  addEventListener("pageshow", () => showAll(false));
  document.addEventListener("htmx:after:swap", () => showAll(true));
  showAll(false);

  // ── a click on a row opens it ──────────────────────────────────────────────────────────────────────────
  document.addEventListener("click", event => {
    const row = event.target.closest("tr[data-href]");
    if (!row || event.defaultPrevented || event.target.closest("a, button, input, label, select, textarea, summary")) return;
    if (!getSelection().isCollapsed) return;
    if (event.ctrlKey || event.metaKey) window.open(row.dataset.href, "_blank", "noopener");
    else location.assign(row.dataset.href);
  });

  // ── keys: / finds, J K and arrows move, X chooses, Enter opens, other letters press [data-key] ──────────
  const isTyping = element =>
    element.closest("input:not([type=checkbox]):not([type=radio]), select, textarea, [contenteditable], [role=combobox], [role=tree]") !== null;
  const listRows = () => [...document.querySelectorAll("main tr")].filter(row => row.matches("[data-href]") || row.querySelector("[data-select-row]"));

  function move(step, from) {
    const rows = listRows();
    const at = rows.indexOf(from);
    const row = rows[at < 0 ? (step > 0 ? 0 : rows.length - 1) : Math.min(Math.max(at + step, 0), rows.length - 1)];
    const handle = row?.querySelector("a[href]") ?? row;
    if (handle === row) row?.setAttribute("tabindex", "-1");
    handle?.focus();
    row?.scrollIntoView({ block: "nearest" });
    return Boolean(row);
  }

  function act(key, row) {
    if (key === "/") {
      const search = document.querySelector("[data-list-search], main input[type=search]");
      search?.focus();
      search?.select();
      return Boolean(search);
    }
    if (key === "j" || (key === "ArrowDown" && row)) return move(1, row);
    if (key === "k" || (key === "ArrowUp" && row)) return move(-1, row);
    if (key === "x" && row) {
      row.querySelector("[data-select-row]")?.click();
      return true;
    }
    if (key === "Enter" && row && document.activeElement === row) {
      location.assign(row.dataset.href);
      return true;
    }
    const button = /^[a-z]$/.test(key) && [...document.querySelectorAll(`[data-key="${key}"]`)].find(one => one.checkVisibility());
    if (button) button.click();
    return Boolean(button);
  }

  document.addEventListener("keydown", event => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    if (document.querySelector("dialog[open]")) return;
    const letter = event.key.length === 1;
    // Members who speak to their computer switch single letters off.
    if (letter && document.documentElement.dataset.keys === "off") return;
    const row = event.target.closest("main tr");
    if (act(letter ? event.key.toLowerCase() : event.key, row)) event.preventDefault();
  });
})();
