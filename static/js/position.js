// Offers the reader's own position as the place of a search. Asked for by a click only, rounded before it is sent;
// without it the place box takes any place.
const offer = document.querySelector("[data-position]");

if (offer && navigator.geolocation && window.isSecureContext) {
  const words = offer.querySelector("output");
  const place = document.getElementById("place");
  const within = document.getElementById("within");
  const rounded = (degrees) => degrees.toFixed(2);

  offer.hidden = false;
  offer.querySelector("button").addEventListener("click", () => {
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        place.value = `${rounded(coords.latitude)},${rounded(coords.longitude)}`;
        if (within) within.value ||= "20";
        place.form.requestSubmit();
      },
      () => {
        words.textContent = offer.dataset.failed;
      },
      { enableHighAccuracy: false, timeout: 10_000, maximumAge: 300_000 },
    );
  });
}
