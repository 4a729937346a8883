// Starts the GOV.UK Design System's components where its script has been fetched. Pages work without.

const designSystem = document.getElementById("design-system");

// Long filter panels start closed on narrow screens, where they would push the list out of sight.
function closeWidePanels() {
  if (window.matchMedia("(max-width: 40em)").matches) {
    for (const panel of document.querySelectorAll("details[data-closed-when-narrow]")) {
      panel.removeAttribute("open");
    }
  }
}

async function start() {
  closeWidePanels();
  if (!designSystem) return;
  document.body.classList.add("js-enabled", "govuk-frontend-supported");
  const { initAll } = await import(designSystem.href);
  initAll();
}

start();
