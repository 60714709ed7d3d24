// Shows how much of a chosen file has been sent. Without it the form is sent in the ordinary way.
for (const form of document.querySelectorAll("form[data-upload]")) {
  form.addEventListener("submit", (event) => {
    const box = form.querySelector(".upload-progress");
    const bar = box.querySelector("progress");
    const words = box.querySelector("output");
    const request = new XMLHttpRequest();
    event.preventDefault();
    form.querySelector("button").disabled = true;
    box.hidden = false;
    request.upload.addEventListener("progress", ({ loaded, total }) => {
      bar.value = (loaded / total) * 100;
      words.textContent = `${Math.floor(bar.value)}%`;
    });
    request.addEventListener("load", () => {
      if (request.responseURL && request.responseURL !== form.action) {
        location.assign(request.responseURL);
      } else {
        document.open();
        document.write(request.responseText);
        document.close();
      }
    });
    request.addEventListener("error", () => form.submit());
    request.open("POST", form.action);
    request.send(new FormData(form));
  });
}
