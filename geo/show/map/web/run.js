// Runs the page's scripts in their order, once unpacked. The page's policy names the hash of each as it is run.

(async () => {
  for (const block of document.querySelectorAll("script[data-run]")) {
    const script = document.createElement("script");
    const text = block.textContent ?? "";
    if (block.getAttribute("data-run") === "deflate") {
      const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
      const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
      script.textContent = await new Response(stream).text();
    } else script.textContent = text;
    document.body.append(script);
  }
})();
