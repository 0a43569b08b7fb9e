// Screening: digits choose the answer of a question and go to the next one, Enter goes on to the next part.
// Without this file the page is an ordinary form.
const form = document.querySelector("form[data-questions]");
const questions = [...form.querySelectorAll("[data-question]")];
const choicesOf = (question) => [...question.querySelectorAll("input[type=radio]")];
const chosen = (question) => question.querySelector("input[type=radio]:checked");
const onwards = form.querySelector("[data-continue]");

function present() {
  const here = document.activeElement.closest("[data-question]");
  return here ?? questions.find((question) => !chosen(question)) ?? questions[0];
}
function choose(question, number) {
  const radio = choicesOf(question)[number - 1];
  radio.checked = true;
  radio.dispatchEvent(new Event("change", { bubbles: true }));
  const next = questions[questions.indexOf(question) + 1];
  const target = next ? chosen(next) ?? choicesOf(next)[0] : onwards;
  target.focus();
}
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (document.querySelector("dialog[open]")) return;
  const inside = event.target.closest("input, textarea, select, button, a, summary");
  const isRadio = inside?.matches("input[type=radio]");
  const isOutside = !inside || inside === onwards;
  if (/^[1-5]$/.test(event.key) && (isRadio || isOutside || inside.matches("summary"))) {
    if (document.body.dataset.shortcuts === "off") return;
    event.preventDefault();
    choose(present(), Number(event.key));
  } else if (event.key === "Enter" && (isRadio || !inside)) {
    event.preventDefault();
    form.requestSubmit(onwards);
  }
});
