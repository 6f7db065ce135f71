// Shows the copy button where copying can work, and says when it was done.
document.addEventListener('DOMContentLoaded', function () {
  if (!navigator.clipboard) return
  document.querySelectorAll('[data-copies]').forEach(function (button) {
    button.closest('.needs-script').hidden = false
    button.addEventListener('click', function () {
      navigator.clipboard.writeText(document.getElementById(button.dataset.copies).value)
        .then(function () { button.textContent = 'Copied' })
    })
  })
})
