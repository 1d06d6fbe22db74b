import type { NetworkView } from "../../ipc/bindings";

/** A place of the form *Network*. */
export type NetworkField = "proxy" | "credentials" | "ca-file";

/** The place that a refusal is about; `null` where it is about none of them. */
export function fieldOf(code: string): NetworkField | null {
  if (code === "proxy.credentials" || code === "proxy.credentials-missing") return "credentials";
  if (code.startsWith("proxy.")) return "proxy";
  return code.startsWith("ca-file.") ? "ca-file" : null;
}

const MENDED_BY: Record<string, NetworkField> = {
  "http.proxy": "proxy",
  "http.proxy-authentication": "proxy",
  // No proxy was refused: the system names a script that would name one.
  "proxy.script": "proxy",
  "tls.certificate-untrusted": "ca-file",
};

/** Where under *Network* a finding of the connection test, or its failure, may be mended. */
export function mendedBy(code: string): NetworkField | null {
  return MENDED_BY[code] ?? fieldOf(code);
}

/** The file without its folders. */
export function fileName(path: string): string {
  return path.split(/[\\/]/).at(-1) || path;
}

export const isSystems = ({ proxy, caFile }: NetworkView) => proxy === null && caFile === null;
