// Makes axe quick at contrast, three quarters of its work: one text of each look is judged, not each of
// hundreds of cells. A look is the text's own style on what is painted around it. Where axe cannot tell (a
// single character, a picture behind), the next text of that look is asked.
() => {
  const rule = axe._audit.rules.find((one) => one.id === "color-contrast");
  const { evaluate, options } = axe._audit.checks["color-contrast"];
  const suits = rule.matches;
  const numbers = new Map();
  let grounds, decided;

  const numberOf = (...parts) => {
    const key = parts.join("|");
    return numbers.get(key) ?? numbers.set(key, numbers.size + 1).get(key);
  };
  const groundOf = (node) => {
    if (!(node instanceof Element)) {
      return node?.host ? groundOf(node.host) : 0;
    }
    if (!grounds.has(node)) {
      const { backgroundColor, backgroundImage, opacity, position, float, filter } = getComputedStyle(node);
      const own = [backgroundColor, backgroundImage, opacity, position, float, filter];
      const under = groundOf(node.parentNode);
      const plain = own.join() === "rgba(0, 0, 0, 0),none,1,static,none,none";
      grounds.set(node, plain ? under : numberOf(under, ...own));
    }
    return grounds.get(node);
  };
  const lookOf = (node) => {
    const { color, fontSize, fontWeight, textShadow } = getComputedStyle(node);
    return numberOf(groundOf(node), color, fontSize, fontWeight, textShadow);
  };
  const hasText = (node) =>
    "value" in node || [...node.childNodes].some((one) => one.nodeType === Node.TEXT_NODE && one.data.trim());

  rule.matches = (node, virtual, context) => {
    const look = hasText(node) && lookOf(node);
    if (!look || decided.has(look) || !suits(node, virtual, context)) {
      return false;
    }
    let told;
    const check = { data: (one) => (told = one), relatedNodes() {} };
    const readable = evaluate.call(check, node, options, virtual, context);
    if (readable !== undefined && told?.messageKey !== "hidden") {
      decided.add(look);
    }
    return readable === false;
  };
  axe.startAnew = () => {
    grounds = new Map();
    decided = new Set();
  };
}
