// A return's grid: cells are kept as they are typed, the answer says what follows; Enter and arrows go from
// cell to cell; a block copied from a spreadsheet is pasted cell by cell. What could not be sent stays on this
// device until it is. Without this file the form is saved by its buttons.
const WAIT_MS = 700;

class ReturnGrid {
  #timer = 0;
  #sending = false;
  #changed = new Set();

  constructor(form) {
    this.form = form;
    this.said = document.getElementById("return-said");
    this.findings = document.getElementById("findings-list");
    this.memory = `return:${location.pathname}`;
    this.rows = [...form.querySelectorAll("tbody tr")].map((row) => [...row.cells].slice(2)).filter((row) => row.length);
    form.addEventListener("input", (event) => event.target.matches(".cell") && this.#touch(event.target));
    form.addEventListener("keydown", (event) => this.#key(event));
    form.addEventListener("paste", (event) => this.#paste(event));
    form.addEventListener("focusout", () => this.#changed.size && this.#send());
    form.addEventListener("focusin", (event) => event.target.matches(".cell") && event.target.select());
    form.addEventListener("submit", () => this.#forget());
    addEventListener("beforeunload", (event) => this.#changed.size && event.preventDefault());
    this.#recall();
  }

  #touch(cell) {
    this.#changed.add(cell.name);
    this.#remember();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#send(), WAIT_MS);
  }

  #place(cell) {
    for (const [row, cells] of this.rows.entries()) {
      const column = cells.indexOf(cell.closest("td"));
      if (column >= 0) return [row, column];
    }
    return null;
  }

  #key(event) {
    const cell = event.target;
    if (!cell.matches(".cell") || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const whole = cell.selectionStart === 0 && cell.selectionEnd === cell.value.length;
    const steps = {
      Enter: [event.shiftKey ? -1 : 1, 0],
      ArrowDown: [1, 0],
      ArrowUp: [-1, 0],
      ArrowRight: whole || cell.selectionStart === cell.value.length ? [0, 1] : null,
      ArrowLeft: whole || cell.selectionEnd === 0 ? [0, -1] : null,
    };
    const step = steps[event.key];
    if (!step) return;
    event.preventDefault();
    let [row, column] = this.#place(cell);
    for (;;) {
      row += step[0];
      column += step[1];
      if (!this.rows[row] || column < 0 || column >= this.rows[row].length) return;
      const next = this.rows[row][column]?.querySelector(".cell");
      if (next) return next.focus();
    }
  }

  #paste(event) {
    const cell = event.target;
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (!cell.matches(".cell") || !/[\t\n]/.test(text.trim())) return;
    event.preventDefault();
    const [top, left] = this.#place(cell);
    const lines = text.replace(/\r/g, "").replace(/\n$/, "").split("\n");
    for (const [down, line] of lines.entries()) {
      for (const [right, written] of line.split("\t").entries()) {
        const target = this.rows[top + down]?.[left + right]?.querySelector(".cell");
        if (!target) continue;
        target.value = written.trim().slice(0, 40);
        this.#touch(target);
      }
    }
  }

  async #send() {
    clearTimeout(this.#timer);
    if (this.#sending || !this.#changed.size) return;
    this.#sending = true;
    const names = [...this.#changed];
    const body = new FormData();
    const sent = new Map(names.map((name) => [name, document.getElementById(name).value]));
    for (const field of ["csrfmiddlewaretoken", "seen"]) body.append(field, this.form.elements[field].value);
    for (const [name, value] of sent) body.append(name, value);
    try {
      const answer = await fetch(this.form.dataset.draft, { method: "POST", body });
      if (answer.redirected || answer.status === 403) return this.#tell(this.form.dataset.signedOut);
      const told = await answer.json();
      if (!answer.ok) return this.#tell(told.refused);
      for (const [name, value] of sent) {
        if (document.getElementById(name).value === value) this.#changed.delete(name);
      }
      this.#show(told, sent);
    } catch {
      this.#tell(this.form.dataset.lost);
    } finally {
      this.#sending = false;
      this.#remember();
    }
  }

  #show(told, sent) {
    this.form.elements.seen.value = told.seen;
    for (const [name, value] of Object.entries(told.computed)) document.getElementById(name).textContent = value;
    for (const name of sent.keys()) this.#mend(name, told.errors[name] ?? "");
    for (const shown of this.form.querySelectorAll("td.is-number")) {
      const field = shown.firstElementChild;
      const mark = told.marks[field.id] ?? (field.getAttribute("aria-invalid") ? "error" : "");
      shown.classList.toggle("is-error", mark === "error");
      shown.classList.toggle("is-warning", mark === "warning");
    }
    if (!this.findings.contains(document.activeElement)) this.findings.innerHTML = told.findings;
    this.#tell([...Object.values(told.conflicts), told.saved].join(" "));
  }

  #mend(name, words) {
    const field = document.getElementById(name);
    const said = document.getElementById(`${name}-said`) ?? (words ? this.#placeToSay(field) : null);
    if (said) said.textContent = words;
    field.toggleAttribute("aria-invalid", Boolean(words));
    if (words) field.setAttribute("aria-invalid", "true");
    field.closest("td").querySelector(".cell-source")?.remove();
  }

  #placeToSay(field) {
    const said = document.createElement("span");
    said.className = "cell-said";
    said.id = `${field.id}-said`;
    field.after(said);
    field.setAttribute("aria-describedby", said.id);
    return said;
  }

  #tell(words) {
    this.said.textContent = words;
  }

  #remember() {
    const kept = Object.fromEntries([...this.#changed].map((name) => [name, document.getElementById(name).value]));
    if (this.#changed.size) localStorage.setItem(this.memory, JSON.stringify(kept));
    else localStorage.removeItem(this.memory);
  }

  #forget() {
    this.#changed.clear();
    clearTimeout(this.#timer);
    localStorage.removeItem(this.memory);
  }

  #recall() {
    const kept = Object.entries(JSON.parse(localStorage.getItem(this.memory) ?? "{}"));
    const cells = kept.filter(([name]) => document.getElementById(name)?.matches(".cell"));
    if (!cells.length) return localStorage.removeItem(this.memory);
    for (const [name, value] of cells) {
      document.getElementById(name).value = value;
      this.#changed.add(name);
    }
    this.#tell(this.form.dataset.foundAgain);
    this.#send();
  }
}

const form = document.getElementById("return-form");
if (form) new ReturnGrid(form);
