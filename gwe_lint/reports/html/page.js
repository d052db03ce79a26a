"use strict";
// Everything is on the page without this script. It makes filters of the cards, and a field to search in.
(() => {
  const items = [...document.querySelectorAll("[data-kind]")];
  const parts = [...document.querySelectorAll("main > section")].filter((part) => part.querySelector("[data-kind]"));
  const tables = [...document.querySelectorAll(".scroll")].filter((table) => table.querySelector("[data-kind]"));
  const links = new Map([...document.querySelectorAll("nav a")].map((link) => [link.hash.slice(1), link.parentElement]));
  const causes = items.filter((item) => item.matches("article"));
  const texts = new Map();
  const wanted = new Set();
  const made = (tag, properties) => Object.assign(document.createElement(tag), properties);

  const textOf = (item) => {
    if (!texts.has(item)) texts.set(item, item.textContent.toLowerCase());
    return texts.get(item);
  };
  const isWanted = (item, text) =>
    (!wanted.size || item.dataset.kind.split(" ").some((kind) => wanted.has(kind))) && (!text || textOf(item).includes(text));

  const buttons = [...document.querySelectorAll("a.card")].map((card) => {
    const button = made("button", { type: "button", className: card.className });
    button.dataset.filter = card.dataset.filter;
    button.append(...card.childNodes);
    button.setAttribute("aria-pressed", "false");
    button.addEventListener("click", () => {
      wanted[wanted.has(button.dataset.filter) ? "delete" : "add"](button.dataset.filter);
      apply();
    });
    card.replaceWith(button);
    return button;
  });

  const field = made("input", { type: "search", id: "contains" });
  const label = made("label", { htmlFor: "contains", textContent: "Show only what contains" });
  const reset = made("button", { type: "button", textContent: "Show all" });
  const status = made("p", {});
  status.setAttribute("role", "status");
  const bar = made("div", { className: "filters" });
  bar.append(label, field, reset, status);
  document.querySelector(".cards").after(bar);

  function apply() {
    const text = field.value.trim().toLowerCase();
    for (const item of items) item.hidden = !isWanted(item, text);
    for (const table of tables) table.hidden = !table.querySelector("[data-kind]:not([hidden])");
    for (const part of parts) {
      part.hidden = !part.querySelector("[data-kind]:not([hidden])");
      const link = links.get(part.id);
      if (link) link.hidden = part.hidden;
    }
    for (const button of buttons) button.setAttribute("aria-pressed", String(wanted.has(button.dataset.filter)));
    const shown = items.filter((item) => !item.hidden);
    const found = causes.filter((item) => !item.hidden).length;
    reset.hidden = !text && !wanted.size;
    status.textContent = reset.hidden ? "" : shown.length ? `Filtered: ${found} of ${causes.length} causes` : "Nothing fits";
  }

  field.addEventListener("input", apply);
  reset.addEventListener("click", () => {
    wanted.clear();
    field.value = "";
    apply();
    field.focus();
  });
  window.addEventListener("hashchange", () => {
    const target = document.getElementById(location.hash.slice(1));
    if (target && target.closest("[hidden]")) {
      wanted.clear();
      field.value = "";
      apply();
      target.scrollIntoView();
    }
  });
  apply();
})();
