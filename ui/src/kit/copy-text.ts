/** Puts a text on the clipboard. Some web views refuse the modern way without a secure origin; the old one still works there. */
export async function copyText(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const holder = document.createElement("textarea");
    holder.value = text;
    holder.setAttribute("aria-hidden", "true");
    holder.style.position = "fixed";
    holder.style.opacity = "0";
    const focused = document.activeElement;
    document.body.append(holder);
    holder.select();
    document.execCommand("copy");
    holder.remove();
    if (focused instanceof HTMLElement) focused.focus();
  }
}
