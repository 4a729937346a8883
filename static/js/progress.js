// Says how far the reading of a report has come without loading the page anew. Without it there is a link.

const FIRST_PAUSE = 2000; // milliseconds
const LONGEST_PAUSE = 30000;
const GROWTH = 1.5;

const place = document.querySelector("[data-progress]");

function pause(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

// A page that nobody looks at asks nothing.
function untilSeen() {
  if (!document.hidden) return undefined;
  return new Promise((resolve) => document.addEventListener("visibilitychange", resolve, { once: true }));
}

// What the server says, or null where it has no answer this time. Being led to the sign-in is an answer: stop.
async function ask() {
  try {
    const response = await fetch(place.dataset.progress, { headers: { Accept: "application/json", "X-Background": "yes" } });
    if (response.redirected || response.status === 403 || response.status === 404) return { is_over: true };
    return response.ok ? await response.json() : null;
  } catch {
    return null;
  }
}

function show(words) {
  // The same words again would be read out again.
  if (place.textContent !== words) place.textContent = words;
}

async function follow() {
  for (let milliseconds = FIRST_PAUSE; ; milliseconds = Math.min(milliseconds * GROWTH, LONGEST_PAUSE)) {
    await pause(milliseconds);
    await untilSeen();
    const progress = await ask();
    if (progress?.words) show(progress.words);
    if (progress?.is_over) break;
  }
  // The page is now another one: the sheet, why it could not be read, or the sign-in.
  window.location.reload();
}

if (place) follow();
