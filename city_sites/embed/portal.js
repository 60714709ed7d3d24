// <labour-vacancies city="420100" count="5" accent="#0f4c81" lang="zh"></labour-vacancies> and
// <labour-search city="420100"></labour-search>: parts of the public employment portal on a city's own site.
// No cookies, nothing kept, nothing sent but the attributes.
(() => {
  "use strict";
  const portal = new URL(document.currentScript.src).origin;
  const LANGUAGES = { zh: "zh-hans", "zh-cn": "zh-hans", en: "en" };
  const AWAY = {
    "zh-hans": ["岗位暂时不能显示。", "到公共就业网站查看"],
    en: ["The vacancies cannot be shown at the moment.", "See them on the public employment site"],
  };
  const STYLE = `
    :host { display: block; font: 16px/1.7 -apple-system, "Segoe UI", "PingFang SC", "Microsoft YaHei", sans-serif; color: #16202a; }
    h2 { margin: 0 0 12px; padding-left: 10px; border-left: 4px solid var(--portal-accent); font-size: 18px; line-height: 1.35; }
    ul { margin: 0 0 12px; padding: 0; list-style: none; }
    li { padding: 8px 0; border-bottom: 1px solid #d5dbe1; }
    a { color: var(--portal-accent); }
    li a { display: block; font-weight: 600; text-decoration: none; }
    li a:hover { text-decoration: underline; }
    p, li span { margin: 0; font-size: 14px; color: #4a5763; }
    form { display: flex; flex-wrap: wrap; gap: 8px; margin: 0 0 12px; }
    label { flex-basis: 100%; font-size: 14px; }
    input { flex: 1 1 10em; min-width: 0; min-height: 44px; box-sizing: border-box; padding: 0 12px; border: 1px solid #75818d; border-radius: 4px; font: inherit; }
    button { min-height: 44px; padding: 0 16px; border: 0; border-radius: 4px; background: var(--portal-accent); color: #fff; font: inherit; }
    :focus-visible { outline: 3px solid #ffbf47; box-shadow: 0 0 0 5px #16202a; }
    .unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }`;

  function made(name, properties = {}, ...children) {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...children);
    return element;
  }

  function leading(text, address, words) {
    const hint = made("span", { className: "unseen", textContent: ` (${words.opens})` });
    return made("a", { href: address, target: "_blank", rel: "noopener" }, text, hint);
  }

  function searching(told) {
    const input = made("input", { id: "q", name: "q", type: "search", maxLength: 100, autocomplete: "off" });
    const label = made("label", { htmlFor: "q", textContent: told.words.label });
    const button = made("button", { type: "submit", textContent: told.words.search });
    return made(
      "form",
      { action: `${told.root}/vacancies/`, method: "get", target: "_blank", role: "search" },
      label,
      input,
      button,
    );
  }

  function listing(told) {
    const rows = told.vacancies.map((vacancy) =>
      made("li", {}, leading(vacancy.title, vacancy.url, told.words), made("span", { textContent: vacancy.facts })),
    );
    const list = rows.length ? made("ul", {}, ...rows) : made("p", { textContent: told.words.none });
    return [
      made("h2", { textContent: told.words.newest }),
      list,
      made("p", {}, leading(told.words.all, `${told.root}/vacancies/`, told.words)),
    ];
  }

  class Part extends HTMLElement {
    static observedAttributes = ["city", "count", "accent", "lang"];

    connectedCallback() {
      if (!this.shadowRoot) this.attachShadow({ mode: "open" });
      this.load();
    }

    attributeChangedCallback() {
      if (this.isConnected) this.load();
    }

    async load() {
      const wanted = (this.lang || document.documentElement.lang || "zh").toLowerCase();
      const lang = LANGUAGES[wanted] || "zh-hans";
      const asked = new URLSearchParams({ lang });
      for (const name of ["city", "count", "accent"]) asked.set(name, this.getAttribute(name) || "");
      const turn = (this.turn = (this.turn || 0) + 1);
      let parts;
      try {
        const answer = await fetch(`${portal}/embed/v1/content.json?${asked}`, { credentials: "omit" });
        if (!answer.ok) throw new Error(answer.status);
        const told = await answer.json();
        this.style.setProperty("--portal-accent", told.accent);
        parts = this.parts(told);
        this.shadowRoot.host.dataset.state = "shown";
      } catch {
        const [why, where] = AWAY[lang];
        const link = made("a", { href: portal, target: "_blank", rel: "noopener", textContent: where });
        parts = [made("p", { role: "status" }, `${why} `, link)];
        this.shadowRoot.host.dataset.state = "away";
      }
      if (turn !== this.turn) return;
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(STYLE);
      this.shadowRoot.adoptedStyleSheets = [sheet];
      this.shadowRoot.replaceChildren(...parts);
    }
  }

  customElements.define(
    "labour-vacancies",
    class extends Part {
      parts(told) {
        return [...listing(told)];
      }
    },
  );
  customElements.define(
    "labour-search",
    class extends Part {
      parts(told) {
        return [searching(told)];
      }
    },
  );
})();
