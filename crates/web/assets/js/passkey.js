// Hands the page's question to the key, and sends its answer as the form. A key that was not used can be asked again.
export function askKey(form) {
  const { passkey, options, failed, missing } = form.dataset;
  const status = form.querySelector("[data-passkey-status]");
  const button = form.querySelector("button");
  if (!window.PublicKeyCredential?.parseRequestOptionsFromJSON) {
    status.textContent = missing;
    button.disabled = true;
    return;
  }
  status.textContent = ""; // what is said to whoever has no script
  let asking = false;
  const ask = async () => {
    if (asking) return;
    asking = true;
    status.textContent = "";
    try {
      const question = JSON.parse(options);
      const answer = passkey === "make"
        ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(question) })
        : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(question) });
      form.elements.answer.value = JSON.stringify(answer);
      form.submit();
    } catch {
      status.textContent = failed;
      button.focus();
    }
    asking = false;
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    ask();
  });
  ask();
}
