// Turns <select multiple data-combo> into a box of tokens with a list to pick from. The select stays in the form, hidden
// and in step, so that the form sends the same with and without this script.
//   select: data-placeholder, data-hint, data-options-url (asked for <option>s each time the list opens)
//   option: data-count (shown at the end), data-class (classes of its group mark, such as "grp--c2")
(() => {
  "use strict";
  const SHOWN_AT_MOST = 100;
  const ICONS = document.querySelector("meta[name=icons]")?.content ?? "";
  let unnamed = 0;

  function element(name, attributes = {}, ...children) {
    const node = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) if (value !== null && value !== undefined) node.setAttribute(key, value);
    node.append(...children);
    return node;
  }

  function icon(name, classes) {
    const [svg, use] = ["svg", "use"].map(tag => document.createElementNS("http://www.w3.org/2000/svg", tag));
    svg.setAttribute("class", classes);
    svg.setAttribute("aria-hidden", "true");
    use.setAttribute("href", `${ICONS}#i-${name}`);
    svg.append(use);
    return svg;
  }

  const fold = text => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

  // The set that a group stands in: the label above its option.
  const setOf = option => option.closest("optgroup")?.label ?? "";

  // The label with the part that was typed marked, where folding keeps the length.
  function marked(label, typed) {
    const at = typed ? fold(label).indexOf(typed) : -1;
    if (at < 0 || fold(label).length !== label.length) return [label];
    const end = at + typed.length;
    return [label.slice(0, at), element("mark", {}, label.slice(at, end)), label.slice(end)];
  }

  class Combo {
    constructor(select) {
      this.select = select;
      this.active = null;
      this.picked = this.chosen();
      this.build(select.id || `combo-${++unnamed}`, select.labels?.[0]);
      this.listen();
      this.drawTokens();
    }

    build(id, label) {
      const { select } = this;
      const passedOn = name => select.getAttribute(name);
      this.input = element("input", {
        id: `${id}-find`, role: "combobox", type: "text", autocomplete: "off", placeholder: select.dataset.placeholder,
        "aria-expanded": "false", "aria-controls": `${id}-list`, "aria-autocomplete": "list", "aria-label": passedOn("aria-label"),
        "aria-describedby": passedOn("aria-describedby"), "aria-invalid": passedOn("aria-invalid"),
      });
      this.input.disabled = select.disabled;
      this.box = element("div", { class: "combo__box" }, this.input, icon("down", "i"));
      this.list = element("ul", { class: "menu", role: "listbox", id: `${id}-list`, "aria-multiselectable": "true",
        "aria-label": label?.textContent.trim() ?? passedOn("aria-label") });
      this.hint = element("span", { class: "xs muted grow" });
      this.pop = element("div", { class: "pop", hidden: "" }, this.list, element("div", { class: "pop__foot" }, this.hint));
      this.combo = element("div", { class: "combo" }, this.box, this.pop);
      if (label) label.htmlFor = this.input.id;
      select.hidden = true;
      select.after(this.combo);
    }

    listen() {
      const { input } = this;
      input.addEventListener("keydown", event => this.press(event));
      input.addEventListener("change", event => event.stopPropagation());
      input.addEventListener("input", event => {
        event.stopPropagation();
        this.open();
        this.drawList();
      });
      this.box.addEventListener("click", event => {
        input.focus();
        if (!event.target.closest("button")) this.open();
      });
      this.pop.addEventListener("mousedown", event => event.preventDefault());
      this.combo.addEventListener("focusout", event => { if (!this.combo.contains(event.relatedTarget)) this.close(); });
      this.select.form?.addEventListener("reset", () => setTimeout(() => {
        this.picked = this.chosen();
        this.drawTokens();
      }));
    }

    chosen() { return [...this.select.selectedOptions].map(option => option.value); }
    option(value) { return [...this.select.options].find(option => option.value === value); }
    get isOpen() { return !this.pop.hidden; }

    open() {
      if (this.isOpen || this.select.disabled) return;
      this.pop.hidden = false;
      this.input.setAttribute("aria-expanded", "true");
      this.drawList();
      this.refresh();
    }

    close() {
      this.pop.hidden = true;
      this.input.value = "";
      this.input.setAttribute("aria-expanded", "false");
      this.input.removeAttribute("aria-activedescendant");
    }

    // Keys that are handled go no further: Escape closes the list, not the dialog around it.
    press(event) {
      if (event.isComposing || !this.handle(event.key)) return;
      event.preventDefault();
      event.stopPropagation();
    }

    handle(key) {
      if (key === "ArrowDown" || key === "ArrowUp") {
        if (this.isOpen) this.step(key === "ArrowDown" ? 1 : -1);
        else this.open();
        return true;
      }
      if (key === "Backspace" && this.input.value === "" && this.picked.length > 0) {
        this.pick(this.picked.at(-1));
        return true;
      }
      if (!this.isOpen || (key !== "Enter" && key !== "Escape")) return false;
      if (key === "Escape") this.close();
      else if (this.active !== null) this.pick(this.active);
      return true;
    }

    step(by) {
      const rows = [...this.list.querySelectorAll("[role=option]")];
      const at = rows.findIndex(row => row.dataset.value === this.active);
      this.active = rows[(at + by + rows.length) % rows.length]?.dataset.value ?? null;
      this.point();
    }

    // Picks, or takes back what was picked. The order of picking is kept: Backspace takes back the last.
    pick(value) {
      if (this.select.disabled) return;
      this.picked = this.picked.includes(value) ? this.picked.filter(one => one !== value) : [...this.picked, value];
      this.active = value;
      this.input.value = "";
      this.store();
      if (this.isOpen) this.drawList();
      this.select.dispatchEvent(new Event("change", { bubbles: true }));
    }

    store() {
      for (const option of this.select.options) option.selected = this.picked.includes(option.value);
      this.drawTokens();
    }

    // A group that someone made a second ago is in the list; what is picked stays picked, and what was chosen when the
    // form came stays what the form goes back to.
    refresh() {
      if (!this.select.dataset.optionsUrl) return;
      const request = new XMLHttpRequest();
      request.open("GET", this.select.dataset.optionsUrl);
      request.setRequestHeader("HX-Request", "true");
      request.responseType = "document";
      request.onload = () => {
        const parts = request.status === 200 && request.response ? [...request.response.body.children] : [];
        const fresh = parts.flatMap(part => part.matches("option") ? [part] : [...part.querySelectorAll("option")]);
        if (fresh.length === 0) return;
        const begun = [...this.select.options].filter(option => option.defaultSelected).map(option => option.value);
        const kept = [...new Set([...this.picked, ...begun])];
        const gone = kept.filter(value => !fresh.some(option => option.value === value)).map(value => this.option(value));
        this.select.replaceChildren(...gone, ...parts.map(part => document.importNode(part, true)));
        for (const option of this.select.options) option.defaultSelected = begun.includes(option.value);
        this.store();
        if (this.isOpen) this.drawList();
      };
      request.send();
    }

    drawTokens() {
      for (const token of this.box.querySelectorAll(".token")) token.remove();
      for (const value of this.picked) {
        const name = this.option(value).text;
        const remove = element("button", { type: "button", "aria-label": `Remove ${name}` }, icon("x", "i i--sm"));
        remove.addEventListener("click", () => this.pick(value));
        this.input.before(element("span", { class: "token" }, name, ...(this.select.disabled ? [] : [remove])));
      }
    }

    drawList() {
      const typed = fold(this.input.value.trim());
      const found = [...this.select.options].filter(option => option.value !== "" && fold(option.text).includes(typed));
      const shown = found.slice(0, SHOWN_AT_MOST);
      const more = found.length - shown.length;
      if (!shown.some(option => option.value === this.active)) this.active = shown[0]?.value ?? null;
      const rows = shown.map((option, index) => this.drawOption(option, index, typed));
      this.list.replaceChildren(...rows.flatMap((row, index) => {
        const set = setOf(shown[index]);
        const isFirst = set !== "" && (index === 0 || setOf(shown[index - 1]) !== set);
        return isFirst ? [element("li", { class: "menu__label", role: "presentation" }, set), row] : [row];
      }));
      if (found.length === 0) this.hint.textContent = "Nothing by this name.";
      else if (more > 0) this.hint.textContent = `${more} more: type to narrow the list.`;
      else this.hint.textContent = this.select.dataset.hint ?? "Enter picks, Backspace removes the last.";
      this.point();
    }

    drawOption(option, index, typed) {
      const chosen = this.picked.includes(option.value);
      const check = element("input", { type: "checkbox", class: "check", tabindex: "-1", "aria-hidden": "true" });
      check.checked = chosen;
      const mark = option.dataset.class === undefined ? "" : `grp grp--segment grp--bare ${option.dataset.class}`;
      const row = element("li", { class: "menu__item combo__opt", role: "option", id: `${this.list.id}-${index}`, "aria-selected": String(chosen) },
        check, element("span", { class: mark }, element("span", {}, ...marked(option.text, typed))));
      if (option.dataset.count) row.append(element("span", { class: "end" }, option.dataset.count));
      row.dataset.value = option.value;
      row.addEventListener("click", event => { event.preventDefault(); this.pick(option.value); });
      return row;
    }

    point() {
      const rows = [...this.list.querySelectorAll("[role=option]")];
      const row = rows.find(one => one.dataset.value === this.active);
      rows.forEach(one => one.classList.toggle("is-active", one === row));
      if (row && this.isOpen) this.input.setAttribute("aria-activedescendant", row.id);
      else this.input.removeAttribute("aria-activedescendant");
      row?.scrollIntoView({ block: "nearest" });
    }
  }

  const upgrade = within => within.querySelectorAll("select[multiple][data-combo]:not([hidden])").forEach(select => new Combo(select));
  upgrade(document);
  // Forms also arrive later, in a panel or a swapped part.
  new MutationObserver(records => new Set(records.map(record => record.target)).forEach(upgrade))
    .observe(document.body, { childList: true, subtree: true });
})();
