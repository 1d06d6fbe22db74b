import { Fragment } from "react";

/** Long URNs and addresses break after a colon, a slash or an at sign, nowhere else. */
export function Breakable({ text }: { text: string }) {
  const parts = text.length > 20 ? text.split(/(?<=[:@&/])/) : [text];
  return parts.map((part, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: parts have no identity but their place
    <Fragment key={index}>
      {index > 0 && <wbr />}
      {part}
    </Fragment>
  ));
}
