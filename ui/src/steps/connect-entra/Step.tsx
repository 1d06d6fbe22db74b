import { Button } from "@fluentui/react-components";
import { PersonKey20Regular } from "@fluentui/react-icons";
import { useTranslation } from "react-i18next";
import { useEntra, useSignInToPractice } from "../../ipc/entra";
import { toAppError } from "../../ipc/errors";
import { useWizardState } from "../../ipc/wizard";
import { Card } from "../../kit/Card";
import { ErrorCard } from "../../kit/ErrorCard";
import { Loading } from "../../kit/Loading";
import { useFocusKept } from "../../kit/useFocusKept";
import type { NextChange, StepDefinition } from "../../wizard/contract";
import { ApplicationCard } from "./ApplicationCard";
import styles from "./ConnectEntra.module.css";
import { TenantFound } from "./TenantFound";

function useHeading() {
  const { t } = useTranslation();
  return { title: t("entra.title"), subtitle: t("entra.subtitle") };
}

function Body() {
  const { t } = useTranslation();
  const entra = useEntra();
  const practice = useWizardState().data?.profile?.mode === "practice";
  const signIn = useSignInToPractice();
  useFocusKept(entra.data, signIn.isPending);

  if (entra.isLoading) return <Loading label={t("entra.found")} />;
  const failure = signIn.error ?? entra.error;
  const tenant = entra.data?.tenant ?? null;
  return (
    <div className={styles.page}>
      {failure && <ErrorCard error={toAppError(failure)} />}
      {!entra.data?.signedIn && (
        <SignIn
          again={tenant?.name ?? null}
          practice={practice}
          pending={signIn.isPending}
          onSignIn={() => signIn.mutate()}
        />
      )}
      {tenant && <TenantFound tenant={tenant} stale={!entra.data?.signedIn} />}
      {tenant && entra.data && <ApplicationCard choices={entra.data.choices} />}
    </div>
  );
}

type Props = { again: string | null; practice: boolean; pending: boolean; onSignIn: () => void };

/** What a sign-in is for, before anybody is asked for one. */
function SignIn({ again, practice, pending, onSignIn }: Props) {
  const { t } = useTranslation();
  if (!practice) {
    return (
      <Card label={t("entra.notYetTitle")}>
        <h2 className={styles.cardHeading}>{t("entra.notYetTitle")}</h2>
        <p className={styles.text}>{t("entra.notYetText")}</p>
      </Card>
    );
  }
  const title = again ? t("entra.againTitle", { tenant: again }) : t("entra.signInTitle");
  return (
    <Card label={title}>
      <h2 className={styles.cardHeading}>{title}</h2>
      <p className={styles.text}>{again ? t("entra.againText") : t("entra.signInText")}</p>
      <p className={`secondary ${styles.text}`}>{t("entra.practiceText")}</p>
      <Button
        className={styles.signIn}
        appearance="primary"
        icon={<PersonKey20Regular />}
        disabled={pending}
        onClick={onSignIn}
      >
        {pending ? t("entra.signingIn") : again ? t("entra.signInAgain") : t("entra.signIn")}
      </Button>
    </Card>
  );
}

/** Until somebody is signed in, that is the next useful action, where it can be done. */
function useNextChange(): NextChange | null {
  const entra = useEntra().data;
  const practice = useWizardState().data?.profile?.mode === "practice";
  return practice && !entra?.signedIn ? "quiet" : null;
}

export const connectEntra: StepDefinition = { id: "connect-entra", useHeading, Body, useNextChange };
