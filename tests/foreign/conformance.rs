//! The suite scim2-tester (PyPI) over `practice serve --rules plain`.

use onramp_tests::ctl::Ctl;
use onramp_tests::{Failure, Result, foreign};

/// What the suite checks of a service that has users, groups and every feature, as scim2-tester 0.5.2 counts. Fewer mean
/// that something is not declared, and was not looked at.
const CHECKS: usize = 135;

#[test]
#[ignore = "needs what `cargo xtask soak` installs"]
fn scim2_tester_passes_every_check() -> Result<()> {
    let ctl = Ctl::new()?;
    let ramp = ctl.serve_practice(&["--rules", "plain"])?;
    let ran = foreign::scim2_tester(&ramp.scim_url, &ramp.token)?;
    let report = Report::read(&ran.stdout);
    println!("{report}");

    assert!(!ran.stdout.contains(&ramp.token), "the suite shows the token");
    let unexplained: Vec<_> = report.skipped().filter(|check| check.reason.is_empty()).collect();
    assert!(unexplained.is_empty(), "skipped without a reason: {unexplained:?}");
    let failed = report.failed().count();
    if failed > 0 || (ran.code != Some(0) && report.skipped().count() == 0) {
        return Err(Failure::Unexpected(format!(
            "{failed} checks failed, and the suite ended with {:?}\n{}",
            ran.code, ran.stderr
        )));
    }
    assert!(report.checks.len() >= CHECKS, "{} checks of {CHECKS} were made", report.checks.len());
    Ok(())
}

/// One line of the suite's report, with what it says about it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Check {
    status: String,
    title: String,
    reason: String,
}

/// All the suite said.
#[derive(Debug)]
struct Report {
    checks: Vec<Check>,
}

impl Report {
    /// Reads what `scim2 test` prints: a line with status and title, and whatever follows until the next one.
    fn read(text: &str) -> Report {
        let mut checks: Vec<Check> = Vec::new();
        for line in text.lines() {
            match line.split_once(' ') {
                Some((status, title)) if is_status(status) => {
                    checks.push(Check {
                        status: status.to_owned(),
                        title: title.to_owned(),
                        reason: String::new(),
                    });
                }
                _ => {
                    if let Some(check) = checks.last_mut() {
                        let gap = if check.reason.is_empty() { "" } else { "\n" };
                        check.reason.push_str(gap);
                        check.reason.push_str(line.trim());
                    }
                }
            }
        }
        Report { checks }
    }

    fn of(&self, status: &str) -> impl Iterator<Item = &Check> {
        self.checks.iter().filter(move |check| check.status == status)
    }

    fn skipped(&self) -> impl Iterator<Item = &Check> {
        self.of("SKIPPED")
    }

    /// Neither passed nor skipped. The suite has kinds between pass and error; none of them is a pass here.
    fn failed(&self) -> impl Iterator<Item = &Check> {
        self.checks.iter().filter(|check| !matches!(check.status.as_str(), "SUCCESS" | "SKIPPED"))
    }
}

/// The suite's own names, in capitals; its head line begins otherwise.
fn is_status(word: &str) -> bool {
    matches!(word, "SUCCESS" | "COMPLIANT" | "ACCEPTABLE" | "DEVIATION" | "ERROR" | "CRITICAL" | "SKIPPED")
}

impl std::fmt::Display for Report {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (passed, failed, skipped) =
            (self.of("SUCCESS").count(), self.failed().count(), self.skipped().count());
        writeln!(
            f,
            "scim2-tester: {} checks, {passed} passed, {failed} failed, {skipped} skipped",
            self.checks.len()
        )?;
        for check in self.failed().chain(self.skipped()) {
            writeln!(f, "  {} {}: {}", check.status, check.title, check.reason.replace('\n', "\n      "))?;
        }
        Ok(())
    }
}

#[test]
fn the_suites_report_is_read() {
    let report = Report::read(
        "Performing a SCIM compliance check on http://127.0.0.1:1/v2/ ...\n\
         SUCCESS random_url\n  /x correctly returned a 404 error\n\
         ERROR object_creation\n  1 validation error\nmeta.created\n    Extra inputs are not permitted\n\
         SKIPPED check_add_attribute\n  PATCH operations not supported\nSKIPPED object_query\n",
    );
    let titles: Vec<_> = report.checks.iter().map(|check| check.title.as_str()).collect();
    assert_eq!(titles, ["random_url", "object_creation", "check_add_attribute", "object_query"]);
    assert_eq!(report.checks[1].reason, "1 validation error\nmeta.created\nExtra inputs are not permitted");
    let reasons: Vec<_> = report.skipped().map(|check| check.reason.as_str()).collect();
    assert_eq!(reasons, ["PATCH operations not supported", ""]);
    assert_eq!(report.failed().count(), 1);
    assert!(report.to_string().starts_with("scim2-tester: 4 checks, 1 passed, 1 failed, 2 skipped\n"));
}
