// A long form keeps itself as a draft: two seconds after the last key, and on leaving a field. Leaving the page keeps
// it too (app.js). Without this file the form is saved by its button alone; nothing is kept in the browser.
const form = document.querySelector("form[data-draft-url]");
const line = form?.querySelector("[data-draft-line]");
let timer = null;

function soon(milliseconds) {
  clearTimeout(timer);
  timer = setTimeout(keep, milliseconds);
}
async function keep() {
  if (form.dataset.sent) return;
  const request = { method: "POST", body: new FormData(form), credentials: "same-origin", redirect: "manual" };
  try {
    const answer = await fetch(form.dataset.draftUrl, request);
    if (answer.type === "opaqueredirect") return void (line.textContent = line.dataset.signedOut);
    if (!answer.headers.get("Content-Type")?.startsWith("text/plain")) throw new Error("not kept");
    line.textContent = await answer.text();
  } catch {
    line.textContent = line.dataset.failed;
    soon(10000);
  }
}
if (line) {
  form.addEventListener("input", () => soon(2000));
  form.addEventListener("change", () => soon(300));
}
