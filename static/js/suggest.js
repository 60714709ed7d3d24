// Type-ahead for a search field: the combobox of ARIA 1.2 with a list in groups. The field works without it.
// Nothing is asked while a syllable is being composed, and an older answer never replaces a newer one.
const WAIT_MS = 120;

class TypeAhead {
  #asking = new AbortController();
  #timer = 0;
  #active = null;

  constructor(field, list) {
    this.field = field;
    this.list = list;
    this.said = list.parentElement.querySelector("[data-suggestions-said]");
    field.setAttribute("role", "combobox");
    field.setAttribute("aria-autocomplete", "list");
    field.setAttribute("aria-controls", list.id);
    field.setAttribute("aria-expanded", "false");
    field.addEventListener("input", (event) => event.isComposing || this.#soon());
    field.addEventListener("compositionend", () => this.#soon());
    field.addEventListener("keydown", (event) => this.#key(event));
    field.addEventListener("blur", () => this.#close());
    list.addEventListener("pointerdown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => this.#choose(event.target.closest("[role=option]")));
  }

  get #options() {
    return [...this.list.querySelectorAll("[role=option]")];
  }

  #soon() {
    clearTimeout(this.#timer);
    this.#asking.abort();
    this.#timer = setTimeout(() => this.#ask(), WAIT_MS);
  }

  async #ask() {
    const typed = this.field.value.trim();
    if (!typed || document.activeElement !== this.field) return this.#close();
    const { signal } = (this.#asking = new AbortController());
    try {
      const answer = await fetch(`${this.list.dataset.source}?${new URLSearchParams({ q: typed })}`, { signal });
      if (!answer.ok) return this.#close();
      const { suggestions } = await answer.json();
      if (!signal.aborted) this.#show(suggestions);
    } catch {
      if (!signal.aborted) this.#close();
    }
  }

  #show(suggestions) {
    this.#activate(null);
    for (const option of this.#options) option.remove();
    for (const group of this.list.querySelectorAll("[data-kind]")) {
      const own = suggestions.filter(({ kind }) => kind === group.dataset.kind);
      group.append(...own.map(({ text }, at) => this.#option(text, `${group.id}-${at}`)));
      group.hidden = !own.length;
    }
    this.list.hidden = !suggestions.length;
    this.field.setAttribute("aria-expanded", String(!this.list.hidden));
    const { one, many, none } = this.list.dataset;
    const words = { 0: none, 1: one }[suggestions.length] ?? many;
    this.said.textContent = words.replace("{n}", suggestions.length);
  }

  #option(text, id) {
    const option = document.createElement("li");
    option.id = id;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    option.textContent = text;
    return option;
  }

  #key(event) {
    if (event.isComposing) return;
    const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (move && this.list.hidden) {
      this.#soon();
    } else if (move) {
      this.#move(move);
    } else if (event.key === "Enter" && this.#active) {
      this.#choose(this.#active);
    } else if (event.key === "Escape" && !this.list.hidden) {
      this.#close();
    } else {
      return;
    }
    event.preventDefault();
  }

  // Past the last option, and before the first, is the field itself.
  #move(by) {
    const places = [null, ...this.#options];
    const at = places.indexOf(this.#active) + by;
    this.#activate(places[(at + places.length) % places.length]);
  }

  #activate(option) {
    this.#active?.setAttribute("aria-selected", "false");
    this.#active = option;
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    if (option) this.field.setAttribute("aria-activedescendant", option.id);
    else this.field.removeAttribute("aria-activedescendant");
  }

  #choose(option) {
    if (!option) return;
    this.field.value = option.textContent;
    this.#close();
    this.field.form.requestSubmit();
  }

  #close() {
    clearTimeout(this.#timer);
    this.#asking.abort();
    this.#activate(null);
    this.list.hidden = true;
    this.field.setAttribute("aria-expanded", "false");
    this.said.textContent = "";
  }
}

for (const field of document.querySelectorAll("[data-suggestions]")) {
  new TypeAhead(field, document.getElementById(field.dataset.suggestions));
}
