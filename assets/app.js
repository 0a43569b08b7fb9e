// Behaviour of the page frame. Every page works without this file; nothing is kept in the browser.
const root = document.documentElement;
const body = document.body;
const find = (selector, within = document) => within.querySelector(selector);
const words = find("#words")?.dataset ?? {};
const token = () => find("input[name=csrfmiddlewaretoken]")?.value ?? "";
const post = (url, data = new FormData(), options = {}) => {
  if (!data.has("csrfmiddlewaretoken")) data.append("csrfmiddlewaretoken", token());
  return fetch(url, { method: "POST", body: data, credentials: "same-origin", redirect: "manual", ...options });
};
root.classList.add("js");
// htmx notes the current address for its history, which is not used here.
const forget = () => { try { sessionStorage.clear(); } catch { /* storage is blocked */ } };
forget();
addEventListener("pagehide", forget);

// --- Quick exit: cover, keep the draft, end the session, leave. Never asks.
const tabs = "BroadcastChannel" in window ? new BroadcastChannel("casework") : null;
function cover() {
  root.classList.add("leaving");
  document.title = "\u200b";
}
function keepDrafts() {
  for (const form of document.querySelectorAll("form[data-draft-url]:not([data-sent])")) {
    navigator.sendBeacon(form.dataset.draftUrl, new FormData(form));
  }
}
document.addEventListener("visibilitychange", () => { if (document.hidden) keepDrafts(); });
function leave(form) {
  cover();
  keepDrafts();
  tabs?.postMessage("leave");
  const url = body.dataset.exitUrl;
  if (!url) return form.submit();
  post(form.action, new FormData(form), { keepalive: true }).catch(() => {});
  location.replace(url);
}
document.addEventListener("submit", (event) => {
  if (event.target.matches("[data-quick-exit]")) {
    event.preventDefault();
    event.stopImmediatePropagation();
    leave(event.target);
  }
}, true);
let shifts = [];
document.addEventListener("keydown", (event) => {
  if (event.key !== "Shift") shifts = [];
  else if (!event.repeat) {
    shifts = [...shifts, Date.now()].filter((at) => Date.now() - at < 5000);
    const form = find("form[data-quick-exit]");
    if (shifts.length >= 3 && form) leave(form);
  }
}, true);
addEventListener("pageshow", (event) => {
  if (event.persisted) { cover(); location.reload(); }
});

// --- Idle lock: a warning two minutes before, then the content leaves the page.
const idle = Number(body.dataset.idleSeconds || 0);
let seen = Date.now(), told = Date.now(), shared = 0, said = Infinity, locked = false;
function lock(ending = true) {
  if (locked) return;
  locked = true;
  const again = `${body.dataset.loginUrl}?next=${encodeURIComponent(location.pathname + location.search)}`;
  const fields = { csrfmiddlewaretoken: token(), next: again };
  keepDrafts();
  document.title = "\u200b";
  body.replaceChildren();
  // Another tab is ending the session: give it time, or the sign-in page would send us straight back here.
  if (!ending) return setTimeout(() => location.replace(again), 10000);
  tabs?.postMessage("lock");
  const form = Object.assign(document.createElement("form"), { method: "post", action: body.dataset.logoutUrl, hidden: true });
  for (const [name, value] of Object.entries(fields)) {
    form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
  }
  body.append(form);
  form.submit();
}
async function tellServer() {
  told = Date.now();
  try {
    const answer = await post(body.dataset.keepUrl);
    if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403) lock(false);
  } catch { /* no connection: the clock here goes on */ }
}
function active() {
  const dialog = find("#idle-warning");
  if (dialog?.open) return;
  seen = Date.now();
  if (seen - told > 120000) tellServer();
  if (seen - shared > 10000) { shared = seen; tabs?.postMessage("active"); }
}
function stay() {
  seen = Date.now();
  said = Infinity;
  find("#idle-warning")?.close();
}
function watch() {
  const left = Math.ceil(idle - (Date.now() - seen) / 1000);
  const dialog = find("#idle-warning");
  if (locked) return;
  if (left <= 0) return lock();
  if (left > 120 || !dialog) return;
  if (!dialog.open) dialog.showModal();
  const step = [20, 60, 120].find((seconds) => left <= seconds);
  const speech = find("[data-say]", dialog);
  if (step < said) { said = step; speech.textContent = speech.getAttribute(`data-say-${step}`); }
  const clock = find("[data-left]", dialog);
  clock.textContent = clock.dataset.leftText
    .replace("{minutes}", Math.floor(left / 60)).replace("{seconds}", String(left % 60).padStart(2, "0"));
}
if (idle) {
  for (const name of ["keydown", "pointerdown", "input"]) document.addEventListener(name, active, { capture: true, passive: true });
  tabs?.postMessage("active");
  setInterval(watch, 1000);
  find("#idle-warning")?.addEventListener("cancel", () => { stay(); tellServer(); });
}
tabs?.addEventListener("message", ({ data }) => {
  if (data === "leave") { cover(); location.replace(body.dataset.exitUrl); }
  if (data === "lock" && idle) lock(false);
  if (data === "active") stay();
});

// --- Clicks on buttons that act in the page.
let opener = null;
function openDialog(id, by) {
  const dialog = document.getElementById(id);
  if (!dialog || dialog.open) return;
  opener = by;
  dialog.showModal();
  dialog.addEventListener("close", () => opener?.focus(), { once: true });
}
document.addEventListener("click", (event) => {
  const on = (selector) => event.target.closest?.(selector);
  let hit;
  for (const menu of document.querySelectorAll("details.menu[open]")) if (!menu.contains(event.target)) menu.open = false;
  if ((hit = on("[data-dialog]"))) openDialog(hit.dataset.dialog, hit);
  else if ((hit = on("[data-close]"))) hit.closest("dialog")?.close();
  else if (on("[data-keep]")) { stay(); tellServer(); tabs?.postMessage("active"); }
  else if ((hit = on("[data-dismiss]"))) { hit.closest(".notice").remove(); find("#main").focus(); }
  else if ((hit = on("[data-show-password]"))) {
    const field = document.getElementById(hit.dataset.showPassword);
    const shown = field.type === "password";
    field.type = shown ? "text" : "password";
    hit.setAttribute("aria-pressed", shown);
  } else if ((hit = on("[data-calendar]"))) calendar(document.getElementById(hit.dataset.calendar), hit);
  else if ((hit = on("button[data-reveal]"))) reveal(hit, hit.dataset.reveal);
  else if (on("[data-print]")) print();
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = find("details.menu[open]");
  if (menu) { menu.open = false; find("summary", menu).focus(); }
});

// --- One secret value at a time, for 30 seconds.
let hideSecret = () => {};
async function reveal(button, url, data) {
  hideSecret();
  const value = document.createElement("span");
  value.className = "secret-value";
  value.setAttribute("role", "status");
  value.translate = false;
  button.after(value);
  button.hidden = true;
  const timer = setTimeout(() => hideSecret(), 30000);
  hideSecret = () => {
    clearTimeout(timer);
    const focused = document.activeElement === body || document.activeElement === value;
    value.remove();
    button.hidden = false;
    if (focused) button.focus({ preventScroll: true });
    hideSecret = () => {};
  };
  try {
    const answer = await post(url, data, { headers: { Accept: "text/plain" } });
    const plain = answer.headers.get("Content-Type")?.startsWith("text/plain");
    value.textContent = plain ? await answer.text() : words.refused;
  } catch { value.textContent = words.refused; }
}

// --- Dates: typed, or picked with the browser's own calendar; "h" is yesterday.
function write(field, date) {
  const two = (number) => String(number).padStart(2, "0");
  field.value = `${two(date.getDate())}/${two(date.getMonth() + 1)}/${date.getFullYear()}`;
  field.dispatchEvent(new Event("change", { bubbles: true }));
}
function calendar(field, button) {
  const picker = document.createElement("input");
  picker.type = "date";
  picker.className = "picker";
  picker.tabIndex = -1;
  picker.setAttribute("aria-hidden", "true");
  const typed = field.value.match(/^(\d{1,2})\D(\d{1,2})\D(\d{4})$/);
  if (typed) picker.value = `${typed[3]}-${typed[2].padStart(2, "0")}-${typed[1].padStart(2, "0")}`;
  button.after(picker);
  picker.addEventListener("change", () => {
    if (picker.value) write(field, new Date(`${picker.value}T12:00`));
    picker.remove();
    field.focus();
  });
  try { picker.showPicker(); } catch { picker.remove(); field.focus(); }
}

// --- Single keys, outside fields only.
const typing = "input, textarea, select, [contenteditable]";
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const field = event.target.closest?.(typing);
  if (field?.matches("[data-date], .w-date input") && event.key.toLowerCase() === "h") {
    event.preventDefault();
    return write(field, new Date(Date.now() - 864e5));
  }
  if (field || body.dataset.shortcuts === "off" || find("dialog[open]")) return;
  if (event.key === "?") { event.preventDefault(); return openDialog("shortcut-list", document.activeElement); }
  const target = find(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
  if (!target) return;
  event.preventDefault();
  if (target.matches(typing)) target.focus();
  else target.click();
});

// --- A form is sent once, even when the button is pressed twice.
function release(form) {
  delete form.dataset.sent;
  for (const button of form.querySelectorAll("[aria-disabled]")) button.removeAttribute("aria-disabled");
}
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.sent) { event.preventDefault(); return event.stopImmediatePropagation(); }
  if (form.matches("[data-reveal]")) {
    event.preventDefault();
    return reveal(event.submitter ?? find("button", form), form.action, new FormData(form));
  }
  if (form.method !== "post") return;
  for (const code of form.querySelectorAll("[data-code]")) code.value = code.value.replace(/[\s-]/g, "");
  form.dataset.sent = "1";
  event.submitter?.setAttribute("aria-disabled", "true");
  setTimeout(release, 10000, form);
}, true);
addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach(release));

// --- htmx: the token, answers that show errors, and a line while the connection is gone.
const line = find("#connection");
let retry = null;
document.addEventListener("htmx:configRequest", (event) => { event.detail.headers["X-CSRFToken"] = token(); });
document.addEventListener("htmx:beforeSwap", (event) => {
  // The session has ended: sign-in is a page of its own, and comes back here.
  const { responseURL } = event.detail.xhr;
  if (responseURL && new URL(responseURL).pathname === body.dataset.loginUrl) {
    event.detail.shouldSwap = false;
    location.replace(`${body.dataset.loginUrl}?next=${encodeURIComponent(location.pathname + location.search)}`);
  }
  if (event.detail.xhr.status === 422) { event.detail.shouldSwap = true; event.detail.isError = false; }
});
function tryAgain({ elt, requestConfig }) {
  clearInterval(retry);
  let left = 10;
  const unsaved = requestConfig?.verb !== "get";
  const show = () => { line.textContent = (unsaved ? words.unsaved : words.unloaded).replace("{seconds}", left); };
  line.hidden = false;
  show();
  retry = setInterval(() => {
    if ((left -= 1) > 0) return left % 5 || show();
    clearInterval(retry);
    line.textContent = words.trying;
    htmx.trigger(elt, requestConfig?.triggeringEvent?.type ?? "submit");
  }, 1000);
}
for (const name of ["htmx:sendError", "htmx:timeout"]) document.addEventListener(name, (event) => tryAgain(event.detail));
document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.target.closest?.("form");
  if (form) release(form);
  if (event.detail.xhr?.status) { told = Date.now(); clearInterval(retry); if (!line.hidden) line.hidden = true; }
});
if (window.htmx) htmx.config.timeout = 20000;

// --- Focus goes to the errors; a result is put in again so that it is read out.
const toErrors = (within = document) => find(".error-summary", within)?.focus();
document.addEventListener("htmx:afterSettle", (event) => toErrors(event.target));
const results = find("#results");
if (results?.firstElementChild) setTimeout(() => results.append(...results.children), 300);
toErrors();
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const place = find("[data-passkey-error]");
  if (place) { place.hidden = false; find("[data-text]", place).textContent = words.passkey; }
});
