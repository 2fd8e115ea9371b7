// Small comforts for the keyboard. Every page works without this file.
"use strict";

const search = document.getElementById("search-field");
const menus = () => document.querySelectorAll("details.menu[open]");
const writesText = (element) => element.closest("input, textarea, select, [contenteditable]") !== null;

document.addEventListener("keydown", (event) => {
  if (event.key === "/" && search && !event.ctrlKey && !event.metaKey && !event.altKey && !writesText(event.target)) {
    event.preventDefault();
    search.focus();
    search.select();
  }
  if (event.key === "Escape") closeMenus();
});

document.addEventListener("click", (event) => {
  for (const menu of menus()) if (!menu.contains(event.target)) menu.open = false;
});

function closeMenus() {
  for (const menu of menus()) {
    const inside = menu.contains(document.activeElement);
    menu.open = false;
    if (inside) menu.querySelector("summary").focus();
  }
}

// A field that answers while one types answers too to what was typed before htmx had come: the browser tells of it no more.
document.addEventListener("htmx:load", (event) => {
  for (const field of event.target.querySelectorAll("input")) {
    if (field.value !== field.defaultValue) htmx.trigger(field, "typed-early");
  }
});
