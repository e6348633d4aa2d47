// Bars over calendar years: the grip at the end of a bar chooses another last year in the list below, by arrow keys or by
// dragging. Nothing is saved before the form is.
(() => {
  "use strict";
  const choiceOf = grip => document.getElementById(grip.dataset.lastYear);

  const show = grip => {
    const choice = choiceOf(grip), bar = grip.closest(".bar-y"), years = grip.closest(".gantt").querySelectorAll(".gantt__y");
    const last = Number(choice.value), shown = [...years].map(year => Number(year.textContent));
    const from = Number([...bar.classList].find(name => name.startsWith("from-")).slice(5));
    const end = Math.min(last, shown[shown.length - 1]) - shown[0] + 1;
    bar.className = bar.className.replace(/ span-\d+/, "") + ` span-${Math.max(end - from + 1, 1)}`;
    const text = bar.querySelector(".bar-y__t"), first = Number(choice.options[0].value);
    text.textContent = first === last ? String(first) : `${first} – ${last}`;
    grip.setAttribute("aria-label", `Last year of ${grip.dataset.name}: ${last}. Arrow keys change it`);
  };

  const choose = (grip, index) => {
    const choice = choiceOf(grip), wanted = Math.min(Math.max(index, 0), choice.options.length - 1);
    if (wanted === choice.selectedIndex) return;
    choice.selectedIndex = wanted;
    choice.dispatchEvent(new Event("change", { bubbles: true }));
  };

  const grips = form => form.querySelectorAll("[data-last-year]");

  document.addEventListener("keydown", event => {
    const grip = event.target.closest?.("[data-last-year]");
    if (!grip) return;
    const choice = choiceOf(grip), now = choice.selectedIndex;
    const to = { ArrowRight: now + 1, ArrowUp: now + 1, ArrowLeft: now - 1, ArrowDown: now - 1, Home: 0, End: choice.options.length - 1 };
    if (!(event.key in to)) return;
    event.preventDefault();
    choose(grip, to[event.key]);
  });

  document.addEventListener("change", event => {
    const form = event.target.closest?.("form[data-years]");
    if (form) grips(form).forEach(grip => { if (grip.dataset.lastYear === event.target.id) show(grip); });
  });

  document.addEventListener("pointerdown", event => {
    const grip = event.target.closest?.("[data-last-year]");
    if (!grip || event.button !== 0) return;
    const years = [...grip.closest(".gantt").querySelectorAll(".gantt__y")];
    const move = at => {
      const over = years.find(year => at.clientX <= year.getBoundingClientRect().right) ?? years[years.length - 1];
      const index = [...choiceOf(grip).options].findIndex(option => option.value === over.textContent);
      const before = Number(over.textContent) < Number(choiceOf(grip).options[0].value);
      choose(grip, before ? 0 : index < 0 ? choiceOf(grip).options.length - 1 : index);
    };
    const stop = () => { grip.removeEventListener("pointermove", move); };
    grip.setPointerCapture(event.pointerId);
    grip.addEventListener("pointermove", move);
    grip.addEventListener("pointerup", stop, { once: true });
    grip.addEventListener("pointercancel", stop, { once: true });
  });

  // What the browser kept of the choices when the page was left is shown by the bars as well.
  document.querySelectorAll("form[data-years]").forEach(form => grips(form).forEach(grip => {
    const choice = choiceOf(grip);
    if (choice && !choice.selectedOptions[0]?.defaultSelected) show(grip);
  }));
})();
