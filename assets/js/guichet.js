// What JavaScript adds to pages that already work without it. No dependency, nothing inline.
//
//   form[data-autosave="<url>"]          saved as one types; the answer is {saved_at_words, version, …}
//   [data-kept="<name>"]                 in such a form: what the answer says under that name
//   [data-countdown="<ms>"][data-now="<ms>"]   time left, to the second, on the server's clock
//   time[data-local]                     the visitor's own time beside Paris time
//   .gu-counter[data-counter-for="<id>"] characters left in a limited field
//   input[data-sum="a b"], output[data-sum-of="a"]   live sums of amounts, exact to the cent
//   table[data-grid]                     arrows and Enter move from cell to cell
//   form[data-selection]                 the bar of what one can do with the rows that are ticked
//   details[data-fold]                   open on wide screens, folded on small ones
"use strict";

(() => {
  const PARIS = "Europe/Paris";
  const AUTOSAVE_DELAY_MS = 1500;
  const KEPT_HERE = "guichet:saisies:";
  const WIDE_SCREEN = "(min-width: 62em)";

  const SAVING = "Enregistrement…";
  const UNSAVED = "Modifications non enregistrées";
  const OFFLINE = "Hors ligne : vos saisies sont gardées sur cet appareil";
  const SIGNED_OUT = "Session expirée : vos saisies sont gardées sur cet appareil, reconnectez-vous pour les envoyer";
  const INVALID = "Non enregistré : une réponse est à corriger";
  const CONFLICT = "Conflit : cette page a été modifiée ailleurs. Enregistrez pour comparer les deux versions";

  const every = (selector, act, root = document) => root.querySelectorAll(selector).forEach(act);

  // ---- saving as one types -------------------------------------------------------------------

  /** What a form holds, files aside (they are sent by their own button). */
  function entriesOf(form) {
    return [...new FormData(form)].filter(([, value]) => typeof value === "string");
  }

  function startAutosave(form) {
    const url = form.dataset.autosave;
    const storageKey = `${KEPT_HERE}${new URL(url, location.href).pathname}`;
    const words = document.querySelector(".gu-save-state");
    const versionField = form.elements.namedItem("version");
    let timer = null;
    let inFlight = null;
    let changedMeanwhile = false;
    let inConflict = false;

    function say(text, state) {
      if (!words) return;
      words.textContent = text;
      words.dataset.state = state;
    }

    function keepHere() {
      try {
        localStorage.setItem(storageKey, JSON.stringify(entriesOf(form)));
      } catch {
        // Storage full or refused: the page itself still holds what was typed.
      }
    }

    function forgetHere() {
      try {
        localStorage.removeItem(storageKey);
      } catch {
        // Storage refused: nothing was kept.
      }
    }

    function keptHere() {
      try {
        return JSON.parse(localStorage.getItem(storageKey) ?? "null");
      } catch {
        return null;
      }
    }

    /** Puts back what a previous visit could not send; the form's own secrets and version stay. */
    function putBack(entries) {
      const ours = new Set(["csrf", "version", "idempotency_key"]);
      const typed = entries.filter(([name]) => !ours.has(name));
      every("input[type=checkbox]", (box) => {
        box.checked = typed.some(([name, value]) => name === box.name && value === box.value);
      }, form);
      for (const [name, value] of typed) {
        const field = form.elements.namedItem(name);
        if (!field || field.type === "checkbox" || field.type === "file") continue;
        field.value = value;
        field.dispatchEvent?.(new Event("input", { bubbles: true }));
      }
      schedule();
    }

    /** A draft kept on this device for the version shown is put back; for another one, the person chooses. */
    function offerWhatWasKept() {
      const kept = keptHere();
      if (!kept) return;
      const keptVersion = kept.find(([name]) => name === "version")?.[1];
      if (keptVersion === versionField?.value) {
        putBack(kept);
        return;
      }
      const button = document.createElement("button");
      button.type = "button";
      button.className = "fr-btn fr-btn--tertiary fr-btn--sm";
      button.textContent = "Reprendre mes saisies gardées sur cet appareil";
      button.addEventListener("click", () => { putBack(kept); button.remove(); });
      words?.after(button);
    }

    function schedule() {
      if (inConflict) { keepHere(); return; }
      say(UNSAVED, "unsaved");
      clearTimeout(timer);
      timer = setTimeout(save, AUTOSAVE_DELAY_MS);
    }

    async function save() {
      clearTimeout(timer);
      if (inConflict) return;
      if (inFlight) { changedMeanwhile = true; return; }
      changedMeanwhile = false;
      say(SAVING, "saving");
      inFlight = send();
      await inFlight;
      inFlight = null;
      if (changedMeanwhile) schedule();
    }

    async function send() {
      try {
        const reply = await fetch(url, {
          method: "POST",
          headers: { "X-Requested-With": "autosave", Accept: "application/json" },
          body: new URLSearchParams(entriesOf(form)),
        });
        await hear(reply);
      } catch {
        keepHere();
        say(OFFLINE, "offline");
      }
    }

    async function hear(reply) {
      if (reply.redirected || reply.status === 401 || reply.status === 403) {
        keepHere();
        say(SIGNED_OUT, "offline");
      } else if (reply.status === 409) {
        inConflict = true;
        keepHere();
        say(CONFLICT, "conflict");
      } else if (reply.status === 422) {
        keepHere();
        say(INVALID, "conflict");
      } else if (reply.ok) {
        const answer = await reply.json();
        const { saved_at_words: savedAt, version } = answer;
        if (versionField && version !== undefined) versionField.value = version;
        every("[data-kept]", (shown) => { shown.textContent = answer[shown.dataset.kept] ?? shown.textContent; }, form);
        forgetHere();
        say(savedAt, "saved");
      } else {
        throw new Error(`unexpected status ${reply.status}`);
      }
    }

    form.addEventListener("input", schedule);
    form.addEventListener("change", schedule);
    window.addEventListener("online", () => { if (keptHere()) save(); });

    // A save under way changes the version: the submission waits for it, then goes with the new one.
    form.addEventListener("submit", (event) => {
      clearTimeout(timer);
      changedMeanwhile = false;
      if (inFlight) {
        event.preventDefault();
        event.stopImmediatePropagation();
        inFlight.then(() => setTimeout(() => form.requestSubmit(event.submitter)));
      } else if (navigator.onLine) {
        forgetHere();
      } else {
        keepHere();
      }
    });

    offerWhatWasKept();
  }

  /** Whoever signs out leaves nothing typed on a device that others may use. */
  function forgetAllOnSignOut() {
    every('form[action="/deconnexion"]', (form) => form.addEventListener("submit", () => {
      try {
        Object.keys(localStorage).filter((key) => key.startsWith(KEPT_HERE)).forEach((key) => localStorage.removeItem(key));
      } catch {
        // Storage refused: nothing was kept.
      }
    }));
  }

  // ---- time ----------------------------------------------------------------------------------

  const grouped = (count) => count.toLocaleString("fr-FR");
  const plural = (count, word) => `${grouped(count)}\u00a0${word}${count > 1 ? "s" : ""}`;
  const twoDigits = (count) => String(count).padStart(2, "0");

  /** « 2 jours 3 h 04 min 05 s », without the leading units that are zero. */
  function duration(milliseconds) {
    const total = Math.floor(milliseconds / 1000);
    const days = Math.floor(total / 86400);
    const hours = Math.floor((total % 86400) / 3600);
    const minutes = Math.floor((total % 3600) / 60);
    const parts = [];
    if (days) parts.push(plural(days, "jour"));
    if (days || hours) parts.push(`${hours}\u00a0h`);
    if (days || hours || minutes) parts.push(`${parts.length ? twoDigits(minutes) : minutes}\u00a0min`);
    parts.push(`${parts.length ? twoDigits(total % 60) : total % 60}\u00a0s`);
    return parts.join(" ");
  }

  function startCountdowns() {
    const startedAt = performance.now();
    const counters = [...document.querySelectorAll("[data-countdown]")].map((element) => ({
      element,
      until: Number(element.dataset.countdown),
      now: Number(element.dataset.now) || Date.now(),
    })).filter(({ until, now }) => until > now);
    if (counters.length === 0) return;

    function show() {
      const elapsed = performance.now() - startedAt;
      for (const { element, until, now } of counters) {
        const left = until - (now + elapsed);
        element.textContent = left >= 0 ? `dans ${duration(left)}` : "échéance passée";
      }
    }

    show();
    setInterval(show, 1000);
  }

  /** « 2 mars 2026 » and « 12 h 00 », in a time zone. */
  function dayAndHour(instant, timeZone) {
    const format = (options) => new Intl.DateTimeFormat("fr-FR", { ...options, timeZone }).format(instant);
    return {
      day: format({ dateStyle: "long" }),
      hour: format({ timeStyle: "short" }).replace(/^0?(\d+):(\d+)/, "$1\u00a0h\u00a0$2"),
    };
  }

  function showLocalTime(time) {
    const instant = new Date(time.dateTime);
    if (Number.isNaN(instant.getTime())) return;
    const paris = dayAndHour(instant, PARIS);
    const here = dayAndHour(instant, Intl.DateTimeFormat().resolvedOptions().timeZone);
    if (here.day === paris.day && here.hour === paris.hour) return;

    const own = document.createElement("span");
    own.className = "gu-muted";
    own.textContent = here.day === paris.day
      ? ` (chez vous, ${here.hour})`
      : ` (chez vous, le ${here.day} à ${here.hour})`;
    // After the words that say whose hour it is, where the page has them.
    const said = time.nextSibling;
    const words = said?.nodeType === Node.TEXT_NODE ? /^\s*\(heure de Paris\)/.exec(said.data) : null;
    if (words) said.splitText(words[0].length);
    (words ? said : time).after(own);
  }

  // ---- amounts -------------------------------------------------------------------------------

  /** Cents of « 1 234,50 »; null when it is not an amount. Whole numbers only: no float touches money. */
  function centsOf(text) {
    const plain = text.replace(/[\s\u00a0\u202f€]/g, "").replace(",", ".");
    if (plain === "") return 0n;
    const match = /^(\d{1,13})(?:\.(\d{1,2}))?$/.exec(plain);
    return match ? BigInt(match[1]) * 100n + BigInt((match[2] ?? "").padEnd(2, "0")) : null;
  }

  function euros(cents) {
    const whole = String(cents / 100n).replace(/\B(?=(\d{3})+$)/g, "\u202f");
    return `${whole},${String(cents % 100n).padStart(2, "0")}\u00a0€`;
  }

  function startSums() {
    const inputs = [...document.querySelectorAll("input[data-sum]")];
    if (inputs.length === 0) return;

    function show() {
      every("[data-sum-of]", (output) => {
        const terms = inputs
          .filter((input) => input.dataset.sum.split(" ").includes(output.dataset.sumOf))
          .map((input) => centsOf(input.value));
        output.textContent = terms.includes(null)
          ? "montant à corriger"
          : euros(terms.reduce((sum, term) => sum + term, 0n));
      });
    }

    document.addEventListener("input", (event) => { if (event.target.matches("input[data-sum]")) show(); });
    show();
  }

  /** Up, down and Enter go to the same column of the row above or below. */
  function startGrid(table) {
    table.addEventListener("keydown", (event) => {
      const step = { ArrowUp: -1, ArrowDown: 1, Enter: 1 }[event.key];
      if (!step || !event.target.matches("input:not([type=checkbox])")) return;
      const cell = event.target.closest("td, th");
      const rows = [...table.tBodies].flatMap((body) => [...body.rows]);
      const row = rows[rows.indexOf(cell.parentElement) + step];
      event.preventDefault();
      const next = row?.cells[cell.cellIndex]?.querySelector("input");
      next?.focus();
      next?.select();
    });
  }

  // ---- forms and lists -----------------------------------------------------------------------

  function startCounter(counter) {
    const field = document.getElementById(counter.dataset.counterFor);
    if (!field || field.maxLength < 0) return;
    const show = () => {
      const left = field.maxLength - field.value.length;
      counter.textContent = `${plural(left, "caractère")} ${left > 1 ? "restants" : "restant"} sur ${grouped(field.maxLength)}`;
    };
    field.addEventListener("input", show);
    show();
  }

  /** One press, one request: the button rests until the page answers, or comes back. */
  function guardAgainstDoubleSubmit() {
    const resting = new Set();
    document.addEventListener("submit", (event) => {
      const form = event.target;
      if (event.defaultPrevented || form.method !== "post" || "repeatable" in form.dataset) return;
      // After the event, so that the button pressed is part of what is sent.
      setTimeout(() => every("button:enabled:not([type=button])", (button) => {
        button.disabled = true;
        resting.add(button);
      }, form));
    });
    window.addEventListener("pageshow", () => {
      resting.forEach((button) => { button.disabled = false; });
      resting.clear();
    });
  }

  function startSelection(form) {
    const bar = form.querySelector(".gu-selection");
    const count = form.querySelector("[data-selection-count]");
    const all = form.querySelector("[data-select-all]");
    const ticks = [...form.querySelectorAll("tbody .gu-tick")];

    function show() {
      const chosen = ticks.filter((tick) => tick.checked).length;
      if (bar) bar.hidden = chosen === 0;
      if (count) count.textContent = `${plural(chosen, "dossier")} ${chosen > 1 ? "choisis" : "choisi"}`;
      if (all) {
        all.checked = chosen > 0 && chosen === ticks.length;
        all.indeterminate = chosen > 0 && chosen < ticks.length;
      }
    }

    all?.addEventListener("change", () => { ticks.forEach((tick) => { tick.checked = all.checked; }); });
    form.addEventListener("change", show);
    show();
  }

  function startFolds() {
    const wide = matchMedia(WIDE_SCREEN);
    const fit = () => every("details[data-fold]", (details) => { details.open = wide.matches; });
    wide.addEventListener("change", fit);
    fit();
  }

  /** Escape puts away the sentence that hover or focus brought up. */
  function startTimelines() {
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape") every(".gu-timeline li", (row) => row.classList.add("gu-dismissed"));
    });
    every(".gu-timeline li", (row) => {
      row.addEventListener("mouseenter", () => row.classList.remove("gu-dismissed"));
      row.addEventListener("focusin", () => row.classList.remove("gu-dismissed"));
    });
  }

  every("form[data-autosave]", startAutosave);
  every("time[data-local]", showLocalTime);
  every(".gu-counter[data-counter-for]", startCounter);
  every("table[data-grid]", startGrid);
  every("form[data-selection]", startSelection);
  forgetAllOnSignOut();
  startCountdowns();
  startSums();
  startFolds();
  startTimelines();
  guardAgainstDoubleSubmit();
  document.getElementById("erreurs")?.focus();
})();
