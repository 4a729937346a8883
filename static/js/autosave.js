// Keeps what is written on a page of the update journey, quietly, while it is written.
// Without it the page keeps it when its button is pressed.

const PAUSE = 2000; // milliseconds without a keystroke

const form = document.querySelector("[data-autosave] form");
const place = document.querySelector("[data-draft]");

let timer;
let sending;

function say(words) {
  // The same words again would be read out again.
  if (place.textContent !== words) place.textContent = words;
}

// What the server did with it, in words.
async function answerOf(response) {
  if (response.redirected || response.status === 401) return "Draft not saved: you have been signed out.";
  const answer = await response.json();
  if (answer.problem) return `Draft not saved: ${answer.problem}`;
  return `Draft saved ${answer.saved}`;
}

async function save() {
  sending = new AbortController();
  const { signal } = sending;
  try {
    const headers = { Accept: "application/json", "X-Draft": "autosave" };
    const response = await fetch(window.location.href, { method: "POST", body: new FormData(form), headers, signal });
    say(await answerOf(response));
  } catch (problem) {
    if (problem.name !== "AbortError") say("Draft not saved. What you wrote is still on this page.");
  }
}

function wait() {
  clearTimeout(timer);
  // An older answer never overtakes a newer one.
  sending?.abort();
  timer = setTimeout(save, PAUSE);
}

// The button saves it all itself.
function stop() {
  clearTimeout(timer);
  sending?.abort();
}

if (form && place) {
  form.addEventListener("input", wait);
  form.addEventListener("submit", stop);
}
