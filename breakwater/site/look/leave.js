(function () {
  var neutral = document.currentScript.dataset.neutral, root = document.documentElement;
  var others = window.BroadcastChannel && new BroadcastChannel("leave"), shifts = 0, last = 0, left;
  root.classList.add("with-script");
  function go() {
    left = true;
    root.classList.add("leaving");
    location.replace(neutral);
  }
  function leave() {
    if (left) return;
    root.classList.add("leaving");
    if (navigator.sendBeacon) navigator.sendBeacon("/leave/");
    if (others) others.postMessage(1);
    go();
  }
  addEventListener("keydown", function (event) {
    if (event.isComposing) return;
    if (event.key === "Escape") {
      event.preventDefault();
      event.stopImmediatePropagation();
      leave();
    } else if (event.key === "Shift" && !event.repeat) {
      shifts = event.timeStamp - last < 5000 ? shifts + 1 : 1;
      last = event.timeStamp;
      if (shifts > 2) leave();
    } else shifts = 0;
  }, true);
  addEventListener("click", function (event) {
    if (event.target.closest && event.target.closest("a[href='/leave/']")) {
      event.preventDefault();
      leave();
    }
  }, true);
  addEventListener("pageshow", function (event) {
    if (event.persisted) {
      root.classList.add("leaving");
      location.reload();
    }
  });
  if (others) others.onmessage = go;
})();
