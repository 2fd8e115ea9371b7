// A field with `data-options` offers what fits while one types: the ARIA combobox with a list box. htmx brings the options
// and sends what is chosen. Without this file the field's own button does the same.
"use strict";

const listOf = (field) => document.getElementById(field.dataset.options);
const optionsOf = (field) => [...listOf(field).querySelectorAll("[role=option]")];
const activeOf = (field) => optionsOf(field).find((option) => option.ariaSelected === "true");
const fieldOf = (element) => element.closest("[data-options]");

function become(field) {
  field.setAttribute("role", "combobox");
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-controls", field.dataset.options);
  listOf(field).setAttribute("role", "listbox");
  listOf(field).addEventListener("mousedown", (event) => event.preventDefault());
  show(field, false);
}

function show(field, open) {
  listOf(field).hidden = !open;
  field.setAttribute("aria-expanded", String(open));
  activate(field, null);
}

function activate(field, option) {
  for (const each of optionsOf(field)) each.ariaSelected = String(each === option);
  field.setAttribute("aria-activedescendant", option?.id ?? "");
  option?.scrollIntoView({ block: "nearest" });
}

function step(field, by) {
  const options = optionsOf(field);
  if (options.length === 0) return;
  const from = options.indexOf(activeOf(field));
  const to = from < 0 ? (by > 0 ? 0 : options.length - 1) : (from + by + options.length) % options.length;
  if (listOf(field).hidden) show(field, true);
  activate(field, options[to]);
}

const keys = {
  ArrowDown: (field) => step(field, 1),
  ArrowUp: (field) => step(field, -1),
  Enter: (field) => activeOf(field).click(),
  Escape: (field) => show(field, false),
};

document.addEventListener("keydown", (event) => {
  const field = fieldOf(event.target);
  if (!field || !(event.key in keys)) return;
  if (event.key === "Enter" && !activeOf(field)) return;
  if (event.key === "Escape" && listOf(field).hidden) return;
  event.preventDefault();
  keys[event.key](field);
});

document.addEventListener("focusout", (event) => {
  const field = fieldOf(event.target);
  if (field) show(field, false);
});

document.addEventListener("htmx:load", (event) => {
  for (const field of event.target.querySelectorAll("[data-options]")) become(field);
  const said = event.target.querySelector("[data-said]");
  if (said) document.getElementById("said").textContent = said.dataset.said;
});

document.addEventListener("htmx:afterSwap", (event) => {
  const field = document.querySelector(`[data-options="${event.detail.target.id}"]`);
  if (field) show(field, optionsOf(field).length > 0 && document.activeElement === field);
});
