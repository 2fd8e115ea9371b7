// Passkeys: asks the browser for one and sends its answer with the form. Without this file people use a password or a code.
"use strict";

const encoded = (options) => options.publicKey ?? options;

async function creation(form) {
  const options = PublicKeyCredential.parseCreationOptionsFromJSON(encoded(described(form).creation_options));
  options.authenticatorSelection = {
    ...options.authenticatorSelection, residentKey: "required", requireResidentKey: true, userVerification: "required",
  };
  return navigator.credentials.create({ publicKey: options });
}

async function request(form) {
  const known = form.dataset.from ? await (await fetch(form.dataset.from, { headers: { "X-Requested-With": "XMLHttpRequest" } })).json() : described(form);
  const options = PublicKeyCredential.parseRequestOptionsFromJSON(encoded(known.request_options));
  return navigator.credentials.get({ publicKey: options });
}

const described = (form) => JSON.parse(document.getElementById(form.dataset.options).textContent);

for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!window.PublicKeyCredential?.parseRequestOptionsFromJSON) continue;
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const failed = form.querySelector("[data-failed]");
    try {
      const credential = await (form.dataset.passkey === "create" ? creation(form) : request(form));
      form.elements.credential.value = JSON.stringify(credential.toJSON());
      form.submit();
    } catch {
      failed.hidden = false;
    }
  });
}
