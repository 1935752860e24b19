/** Keeps bytes as a file, the way a browser keeps what a link with `download` leads to. */
export const saveFile = (host: Document, bytes: Blob, name: string): void => {
  const url = URL.createObjectURL(bytes);
  const link = host.createElement("a");
  link.href = url;
  link.download = name;
  link.hidden = true;
  host.body.append(link);
  link.click();
  link.remove();
  // The browser has taken the bytes over by the next task; kept for longer they would stay in memory with the page.
  setTimeout(() => URL.revokeObjectURL(url), 0);
};
