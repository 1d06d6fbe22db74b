import { useCallback, useRef, useState } from "react";
import type { NetworkView } from "../../ipc/bindings";
import { useSaveNetwork } from "../../ipc/network";
import { useAction } from "../../ipc/useAction";
import { fieldOf, type NetworkField } from "./network-fields";

/**
 * The form *Network*. User and password are read from their fields at submit, handed over and forgotten; the fields are
 * empty once they are kept. What was refused stands in its field, to be mended there.
 */
export function useNetworkForm(view: NetworkView, onSaved: () => void) {
  const save = useSaveNetwork();
  const user = useRef<HTMLInputElement>(null);
  const password = useRef<HTMLInputElement>(null);
  const [proxy, setProxy] = useState(view.proxy ?? "");
  const [caFile, setCaFile] = useState(view.caFile ?? "");
  const [replacing, setReplacing] = useState(false);
  const [typed, setTyped] = useState(false);
  const [colon, setColon] = useState(false);
  const [saved, setSaved] = useState(false);
  // Which of the two that show in turn was asked for and is to have the keyboard.
  const [asked, setAsked] = useState<"fields" | "kept" | null>(null);
  const answered = useCallback(() => setAsked(null), []);

  const action = useAction(
    async (settings: { proxy: string; caFile: string }, credentials: string | null, thisRunOnly: boolean) => {
      await save({
        settings: { proxy: settings.proxy.trim() || null, caFile: settings.caFile.trim() || null },
        credentials,
        thisRunOnly,
      });
      for (const field of [user, password]) if (field.current) field.current.value = "";
      setTyped(false);
      setReplacing(false);
      setSaved(true);
      onSaved();
    },
  );

  /** `user:password`, or `null` where neither is given. */
  function signIn(): string | null {
    const pair = [user.current?.value ?? "", password.current?.value ?? ""];
    return pair.join("") === "" ? null : pair.join(":");
  }

  function touch() {
    setSaved(false);
    setColon(false);
    if (action.error) action.dismiss();
  }

  function submit(thisRunOnly = false) {
    touch();
    // The first colon would end the name, and the rest of it would go as the password (RFC 7617 §2).
    if (user.current?.value.includes(":")) {
      setColon(true);
      return user.current.focus();
    }
    void action.run({ proxy, caFile }, signIn(), thisRunOnly);
  }

  const code = action.error?.code ?? "";
  const refused: NetworkField | null = colon ? "credentials" : fieldOf(code);
  const sameProxy = proxy.trim() === (view.proxy ?? "");

  return {
    user,
    password,
    proxy,
    setProxy: (text: string) => {
      touch();
      setProxy(text);
    },
    caFile,
    setCaFile: (text: string) => {
      touch();
      setCaFile(text);
    },
    onType: () => {
      touch();
      setTyped(signIn() !== null);
    },
    /** What is kept is used again, so there are no fields for it. */
    keepsSignIn: view.signsIn && sameProxy && !replacing && code !== "proxy.credentials-missing",
    losesSignIn: view.signsIn && !sameProxy,
    canKeepOld: replacing && view.signsIn && sameProxy,
    asked,
    answered,
    replace: () => {
      touch();
      setReplacing(true);
      setAsked("fields");
    },
    keepOld: () => {
      touch();
      setTyped(false);
      setReplacing(false);
      setAsked("kept");
    },
    unsaved: !sameProxy || typed || caFile.trim() !== (view.caFile ?? ""),
    saved,
    pending: action.pending,
    colon,
    refused,
    error: action.error,
    keychainFailed: code.startsWith("keychain.") && typed,
    submit,
    /** What else is typed in the form stays as it is, and is not saved by it. */
    forget: async () => {
      touch();
      if (await action.run({ proxy: view.proxy ?? "", caFile: view.caFile ?? "" }, "", false)) return;
      setAsked("fields");
    },
    reset: async () => {
      touch();
      if (await action.run({ proxy: "", caFile: "" }, null, false)) return;
      setProxy("");
      setCaFile("");
    },
  };
}

export type NetworkForm = ReturnType<typeof useNetworkForm>;
