// Language of the page, without asking the server: both are there, the style sheet hides one.
(function () {
  "use strict";

  var asked = 0;
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
      // The whole form under a number of its own.
      gather: function () {
        var lists = window.dash_clientside.callback_context.inputs_list;
        asked += 1;
        return { number: asked, fields: lists[0], boxes: lists[1] };
      },
      // What the server said of the form, unless the form has changed since.
      tell: function (answer, draft) {
        var none = window.dash_clientside.no_update;
        var places = window.dash_clientside.callback_context.outputs_list[1];
        if (!answer || !draft || answer.number !== draft.number) {
          return [none, places.map(function () { return none; }), none, none];
        }
        var there = places.map(function (place) {
          return [place.id.policy, place.id.setting, place.id.year].join("|");
        });
        var words = places.map(function () { return ""; });
        answer.problems.forEach(function (problem) {
          var name = problem.places.find(function (one) { return there.indexOf(one) >= 0; });
          var index = there.indexOf(name);
          if (index >= 0 && !words[index]) {
            words[index] = problem.words;
          }
        });
        return [answer.verdict, words, answer.blocked, answer.preview];
      },
      compared: function (answer, picked) {
        var same = answer && JSON.stringify(answer.names) === JSON.stringify(picked);
        return same ? answer.shown : window.dash_clientside.no_update;
      },
      link: function (name) {
        return name ? window.location.origin + "/run/" + name : "";
      },
    },
  });
})();
