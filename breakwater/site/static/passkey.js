// Shows the passkey forms where passkeys can work, and says so in words when one did not.
document.addEventListener('DOMContentLoaded', function () {
  if (!window.PublicKeyCredential) return
  document.querySelectorAll('.needs-script').forEach(function (form) { form.hidden = false })
})
document.addEventListener('allauth.error', function (event) {
  event.preventDefault()
  document.getElementById('passkey-failed').hidden = false
})
