import { useRef, useState } from "react";
import type { AppError } from "../../ipc/bindings";
import { useSaveConnection } from "../../ipc/connection";
import { useAction } from "../../ipc/useAction";
import { useDraft } from "../../kit/useDraft";

export type FieldProblem = "url" | "token" | null;

/** The address as typed, kept while other steps are looked at; `null` while it is the saved one. */
export const useUrlDraft = () => useDraft<string | null>("scim-url", null);

/**
 * How the stored token came to be worth nothing: another was made in its place, or it was ended in Ramp. Only the fact is
 * kept, not the token that takes its place.
 */
export type TokenEnd = "replaced" | "revoked";
const useTokenEnd = () => useDraft<TokenEnd | null>("token-end", null);

/** The mended address that a refusal of the typed one offers. */
function suggestedUrl(refusal: AppError): string | null {
  return refusal.nextAction.match(/https?:\/\/\S+$/)?.[0] ?? null;
}

/**
 * Saving and testing. The token is read from its field once, handed over and forgotten. It is held, in memory and outside
 * of React's state, only while the same press may have to be repeated: an address that was refused, a keychain that was shut.
 */
export function useConnection(savedUrl: string, hasToken: boolean, probe: () => Promise<unknown>) {
  const save = useSaveConnection();
  const field = useRef<HTMLInputElement>(null);
  const held = useRef<string | null>(null);
  const [draftUrl, setDraftUrl] = useUrlDraft();
  const [replacing, setReplacing] = useState(false);
  const [typed, setTyped] = useState(false);
  const [problem, setProblem] = useState<FieldProblem>(null);
  const [holding, setHolding] = useState(false);
  const [ended, setEnded] = useTokenEnd();
  const url = draftUrl ?? savedUrl;

  const action = useAction(async (token: string | null, thisRunOnly: boolean) => {
    await save({ scimUrl: url.trim(), token, thisRunOnly });
    hold(null);
    setDraftUrl(() => null);
    setReplacing(false);
    setEnded(() => null);
    await probe();
  });

  function hold(token: string | null) {
    held.current = token;
    setHolding(token !== null);
  }

  async function submit(token: string | null, thisRunOnly = false) {
    hold(token);
    const failure = await action.run(token, thisRunOnly);
    // A token that was itself at fault goes back into its field, to be mended there.
    if (failure?.code.startsWith("token.") && token !== null && field.current) {
      field.current.value = token;
      setTyped(true);
    }
    if (!failure || failure.code.startsWith("token.")) hold(null);
  }

  /** The field's content, once: the field is empty afterwards. */
  function takeFromField(): string | null {
    const value = field.current?.value || null;
    if (field.current) field.current.value = "";
    setTyped(false);
    return value;
  }

  function test() {
    if (url.trim() === "") return setProblem("url");
    const token = takeFromField() ?? held.current;
    if (token === null && (!hasToken || ended)) return setProblem("token");
    setProblem(null);
    void submit(token);
  }

  const code = action.error?.code ?? "";
  const urlRefusal = code.startsWith("url.") ? action.error : null;

  return {
    field,
    url,
    setUrl: (value: string) => {
      setProblem(null);
      if (urlRefusal) action.dismiss();
      setDraftUrl(() => value);
    },
    /** The address was refused; it stands in its field, to be mended there. */
    urlRefusal,
    suggestedUrl: urlRefusal && suggestedUrl(urlRefusal),
    urlUntested: urlRefusal !== null || url.trim() !== savedUrl,
    replacing,
    setReplacing,
    /** The stored token is worth nothing any more. */
    ended,
    onEnded: (how: TokenEnd) => setEnded(() => how),
    hasNewToken: typed,
    onType: () => {
      setProblem(null);
      setTyped((field.current?.value ?? "") !== "");
    },
    problem,
    pending: action.pending,
    /** What went wrong, but for a refused address. */
    error: urlRefusal ? null : action.error,
    dismiss: action.dismiss,
    tokenIsHeld: holding && !action.pending,
    keychainFailed: code.startsWith("keychain.") && holding,
    test,
    takeToken: (token: string) => submit(token),
    keepForThisRun: () => submit(held.current, true),
  };
}

export type ConnectionForm = ReturnType<typeof useConnection>;
