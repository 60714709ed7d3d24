// Copies the text of a field. Without it the text is selected and copied by hand.
if (navigator.clipboard) {
  const told = document.getElementById("copied");
  for (const button of document.querySelectorAll("button[data-copy]")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).value);
      told.textContent = told.dataset.words;
    });
  }
}
