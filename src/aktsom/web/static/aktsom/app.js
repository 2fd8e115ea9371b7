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

// Who was signed out in the middle of a form gets back what they had typed: this tab keeps it until they, and nobody else, are on the
// form's page again.
const UNSENT = "unsent";
const PERSON = "person";
const person = document.body.dataset.person;
const unsent = document.getElementById(UNSENT);

if (unsent) {
  const { page, action } = unsent.dataset;
  const kept = { page, action, person: sessionStorage.getItem(PERSON), fields: [...new FormData(unsent)] };
  sessionStorage.setItem(UNSENT, JSON.stringify(kept));
} else if (person) {
  giveBack(JSON.parse(sessionStorage.getItem(UNSENT)));
  sessionStorage.setItem(PERSON, person);
}

function giveBack(kept) {
  if (!kept) return;
  const isTheirs = kept.person === person;
  if (isTheirs && location.pathname !== new URL(kept.page, location).pathname) return;
  sessionStorage.removeItem(UNSENT);
  const form = isTheirs && [...document.forms].find((each) => isMeant(each, kept));
  if (!form) return;
  for (const field of form.elements) fill(field, kept.fields.filter(([name]) => name === field.name).map(([, value]) => value));
  form.prepend(document.getElementById("given-back").content.cloneNode(true));
  for (let around = form.closest("details"); around; around = around.parentElement.closest("details")) around.open = true;
  form.scrollIntoView();
}

// Of several forms that go to one address, the one that names the same record.
function isMeant(form, kept) {
  const hidden = [...form.elements].filter((field) => field.type === "hidden" && !["csrfmiddlewaretoken", "version"].includes(field.name));
  const sent = ({ name, value }) => kept.fields.some(([key, given]) => key === name && given === value);
  const goesTo = new URL(form.getAttribute("action") ?? "", location).pathname;
  return form.getAttribute("method") === "post" && goesTo === kept.action && hidden.every(sent);
}

function fill(field, values) {
  if (!values.length || ["hidden", "file", "password"].includes(field.type)) return;
  if (["checkbox", "radio"].includes(field.type)) field.checked = values.includes(field.value);
  else field.value = values[0];
}
