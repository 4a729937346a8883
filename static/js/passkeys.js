// Says in words why a passkey was not used. The sign-in library's scripts do the rest.

const place = document.querySelector("[data-passkey-problem]");

function words(problem) {
  if (!window.PublicKeyCredential) return "This browser cannot use passkeys. Use an authenticator app.";
  if (problem.name === "NotAllowedError") return "The passkey was not used. Try again, or use another way.";
  if (problem.name === "InvalidStateError") return "This device has a passkey for your account already.";
  if (problem.name === "SecurityError") return "Passkeys do not work at this address. Use an authenticator app.";
  return "The passkey could not be used. Try again, or use another way.";
}

document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  if (!place) return;
  place.textContent = words(event.detail.exception);
  place.hidden = false;
});
