import { useId } from "react";
import { useTranslation } from "react-i18next";
import type { TenantView } from "../../ipc/bindings";
import { StatusIcon } from "../../kit/StatusIcon";
import { VerdictLine } from "../../kit/VerdictLine";
import styles from "./ConnectEntra.module.css";

type Line = { layer: string; name: string; found: string; ok: boolean };

/** The tenant line by line, and what each line means for the steps to come. */
export function TenantFound({ tenant, stale }: { tenant: TenantView; stale: boolean }) {
  const { t } = useTranslation();
  const heading = useId();
  const meaning = useId();
  const role = tenant.roles.length > 0 ? tenant.roles.join(", ") : t("entra.noRoles");
  const lines: Line[] = [
    {
      layer: "tenant",
      name: t("entra.tenant"),
      found: [tenant.name, tenant.defaultDomain].filter(Boolean).join(", "),
      ok: true,
    },
    { layer: "signed-in", name: t("entra.signedIn"), found: tenant.signedIn, ok: true },
    {
      layer: "role",
      name: t("entra.role"),
      found: tenant.fittingRole
        ? role
        : tenant.roles.length > 0
          ? t("entra.others", { roles: role })
          : t("entra.noRole"),
      ok: tenant.fittingRole,
    },
    {
      layer: "licence",
      name: t("entra.licence"),
      found: tenant.assignsGroups ? t("entra.groupsYes") : t("entra.groupsNo"),
      ok: tenant.assignsGroups,
    },
  ];
  return (
    <div className={styles.columns}>
      <section className={styles.found} aria-labelledby={heading}>
        <h2 id={heading} className={styles.foundHead}>
          {stale ? t("entra.foundLast") : t("entra.found")}
        </h2>
        <ol>
          {lines.map(({ layer, name, found, ok }) => (
            <VerdictLine
              key={layer}
              layer={layer}
              shape={ok ? "pass" : "warn"}
              spoken={t(`entra.verdicts.${ok ? "pass" : "warn"}`)}
              verdict={ok ? "pass" : "warn"}
              name={name}
              found={found}
              stale={stale}
            />
          ))}
        </ol>
      </section>
      <section className={styles.meaning} aria-labelledby={meaning}>
        <h2 id={meaning} className={styles.cardTitle}>
          {t("entra.meaning")}
        </h2>
        <ul className={styles.meanings}>
          <Meaning ok={tenant.fittingRole} about="role">
            {tenant.fittingRole ? t("entra.roleFits", { role }) : t("entra.roleMissing")}
          </Meaning>
          <Meaning ok={tenant.assignsGroups} about="licence">
            {tenant.assignsGroups ? t("entra.groupsMean") : t("entra.groupsMissing")}
          </Meaning>
        </ul>
      </section>
    </div>
  );
}

function Meaning({ ok, about, children }: { ok: boolean; about: string; children: string }) {
  return (
    <li data-meaning={about}>
      <StatusIcon shape={ok ? "info" : "warn"} /> <span>{children}</span>
    </li>
  );
}
