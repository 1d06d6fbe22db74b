import { lazy, Suspense, useState } from "react";
import type { EditorProps } from "./CodeMirror";
import styles from "./ExpressionEditor.module.css";
import type { EditorSignature } from "./types";

const CodeMirror = lazy(() => import("./CodeMirror"));

type Props = Omit<EditorProps, "onCaret">;

/** A field for an expression in Entra's language: colours, completion, findings in place, and the call the caret is in. */
export function ExpressionEditor(props: Props) {
  const [signature, setSignature] = useState<EditorSignature | null>(null);
  const [asked] = useState({ last: 0 });

  function follow(text: string, place: number) {
    asked.last += 1;
    const question = asked.last;
    void props.help.signature(text, place).then((answer) => {
      if (question === asked.last) setSignature(answer);
    });
  }

  return (
    <div className={styles.editor}>
      <Suspense fallback={<pre className={styles.waiting}>{props.value}</pre>}>
        <CodeMirror {...props} onCaret={follow} />
      </Suspense>
      {signature && <Signature signature={signature} />}
    </div>
  );
}

function Signature({ signature }: { signature: EditorSignature }) {
  const active = signature.active === null ? undefined : signature.parameters[signature.active];
  return (
    <p className={styles.signature} data-signature={signature.function}>
      <code>
        <b>{signature.function}</b>(
        {signature.parameters.map((parameter, index) => (
          <span key={parameter.label}>
            {index > 0 && ", "}
            <span data-active={index === signature.active || undefined}>{parameter.label}</span>
          </span>
        ))}
        )
      </code>
      <span>{active ? active.summary : signature.summary}</span>
    </p>
  );
}
