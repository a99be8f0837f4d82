// Language of the page, without asking the server: both are there, the style sheet hides one.
(function () {
  "use strict";

  var titles = { zh: "三金 · 县域收入政策模拟", en: "sanjin · county income policies" };

  function known(language) {
    return language === "en" || language === "zh" ? language : null;
  }

  function remembered() {
    var asked = new URLSearchParams(window.location.search).get("lang");
    try {
      return known(asked) || known(window.localStorage.getItem("sanjin-language")) || "zh";
    } catch (error) {
      return known(asked) || "zh";
    }
  }

  function speak(language) {
    document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
    document.documentElement.dataset.language = language;
    document.title = titles[language];
    document.querySelectorAll("[data-language][type=button]").forEach(function (button) {
      button.setAttribute("aria-pressed", String(button.dataset.language === language));
    });
  }

  speak(remembered());

  document.addEventListener("click", function (event) {
    var button = event.target.closest("button[data-language]");
    if (!button || !known(button.dataset.language)) {
      return;
    }
    try {
      window.localStorage.setItem("sanjin-language", button.dataset.language);
    } catch (error) {
      // A browser that keeps nothing still changes this page.
    }
    speak(button.dataset.language);
  });

  // The bar is drawn after this file has run; then its buttons are told which one is pressed.
  new MutationObserver(function (changes, observer) {
    if (document.querySelector("button[data-language]")) {
      observer.disconnect();
      speak(document.documentElement.dataset.language);
    }
  }).observe(document.documentElement, { childList: true, subtree: true });

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    desk: {
      link: function (name) {
        return name ? window.location.origin + "/run/" + name : "";
      },
    },
  });
})();
