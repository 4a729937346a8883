// Warns before a sign-in is over and keeps it on; what is typed on the page stays in any case.

const dialog = document.querySelector("[data-session]");
const words = document.getElementById("session-words");
const stay = document.querySelector("[data-session-stay]");
const again = document.querySelector("[data-session-again]");
const warning = Number(dialog?.dataset.warning);
const RETRY = 60; // seconds

let timer;

const tokens = () => document.querySelectorAll("input[name=csrfmiddlewaretoken]");

// How long the sign-in lasts; no seconds when it is over, null when nobody answers.
async function ask(method) {
  const headers = { Accept: "application/json", "X-CSRFToken": tokens()[0]?.value ?? "" };
  if (method === "GET") headers["X-Background"] = "yes";
  try {
    const response = await fetch(dialog.dataset.session, { method, headers });
    if (response.redirected || response.status === 401 || response.status === 403) return { seconds: 0 };
    return response.ok ? await response.json() : null;
  } catch {
    return null;
  }
}

function say(text, isOver, extends_) {
  words.textContent = text;
  stay.hidden = isOver || !extends_;
  again.hidden = !isOver;
  if (!dialog.open) dialog.showModal();
}

function lookAgainIn(seconds) {
  clearTimeout(timer);
  timer = setTimeout(look, seconds * 1000);
}

function show(state) {
  if (state === null) return lookAgainIn(RETRY);
  // Signing in again, in another tab, made the tokens of this page's forms worthless.
  if (state.token) for (const token of tokens()) token.value = state.token;
  if (state.seconds <= 0) {
    return say("You have been signed out. What you wrote is still on this page.", true, false);
  }
  if (state.seconds > warning) {
    if (dialog.open) dialog.close();
    return lookAgainIn(state.seconds - warning);
  }
  const minutes = Math.max(1, Math.round(state.seconds / 60));
  const left = `in ${minutes} minute${minutes === 1 ? "" : "s"}`;
  const why = state.extends ? "You have done nothing for a while." : "You have been signed in for 12 hours. Save your work.";
  say(`You will be signed out ${left}. ${why}`, false, state.extends);
  return lookAgainIn(state.seconds + 1);
}

async function look() {
  show(await ask("GET"));
}

if (dialog) {
  stay.addEventListener("click", async () => show(await ask("POST")));
  document.addEventListener("visibilitychange", () => document.hidden || look());
  look();
}
