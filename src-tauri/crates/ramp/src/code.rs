//! What a decision can say: codes, their rules and effects, and the set of them.

/// A rule of `ramp-scim.md`. Numbers are stable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rule(pub u8);

impl std::fmt::Display for Rule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "R{}", self.0)
    }
}

/// How a code should be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Effect {
    /// The request fails and nothing is stored.
    Refusal,
    /// It goes through, but not as one might think.
    Warning,
    /// It goes through, and this follows.
    Consequence,
}

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $text:literal, R $rule:literal, $effect:ident;)*) => {
        /// One thing a decision says. A code's text form and rule never change.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum Code { $($(#[$doc])* $name,)* }

        impl Code {
            /// Every code, refusals first, then warnings, then consequences.
            pub const ALL: &'static [Code] = &[$(Code::$name,)*];

            /// The stable text form, such as `location.created`.
            pub fn as_str(self) -> &'static str {
                match self { $(Code::$name => $text,)* }
            }

            /// The rule it rests on.
            pub fn rule(self) -> Rule {
                match self { $(Code::$name => Rule($rule),)* }
            }

            /// How it should be taken.
            pub fn effect(self) -> Effect {
                match self { $(Code::$name => Effect::$effect,)* }
            }
        }
    };
}

codes! {
    /// `userName` is missing.
    UserNameMissing = "user-name.missing", R 1, Refusal;
    /// Another user has this `userName`.
    UserNameTaken = "user-name.taken", R 1, Refusal;
    /// An invite without `name.givenName`.
    GivenNameMissing = "given-name.missing", R 2, Refusal;
    /// An invite without `name.familyName`.
    FamilyNameMissing = "family-name.missing", R 2, Refusal;
    /// An invite without a work email.
    EmailMissing = "email.missing", R 2, Refusal;
    /// No locality, and no default location.
    LocationMissing = "location.missing", R 3, Refusal;
    /// No department, and no default department.
    DepartmentMissing = "department.missing", R 3, Refusal;
    /// The manager's role can't manage.
    ManagerCannotManage = "manager.cannot-manage", R 6, Refusal;
    /// The manager is not in Ramp yet: invited without one.
    ManagerNotInRamp = "manager.not-in-ramp", R 5, Warning;
    /// A new email waits for the employee's confirmation.
    EmailWaits = "email.waits", R 11, Warning;
    /// The role is none that Ramp knows.
    RoleUnknown = "role.unknown", R 15, Warning;
    /// Guest is given at the first creation only: the role stays.
    RoleGuestTooLate = "role.guest-too-late", R 15, Warning;
    /// A new account is made and invited.
    Invited = "user.invited", R 2, Consequence;
    /// Someone who has an account already is linked to it.
    Linked = "user.linked", R 17, Consequence;
    /// The account is reactivated under the same id.
    Reactivated = "user.reactivated", R 10, Consequence;
    /// The account is deactivated, never deleted.
    Deactivated = "user.deactivated", R 10, Consequence;
    /// The account's fields take the new values.
    Updated = "user.updated", R 13, Consequence;
    /// The default location applies.
    DefaultLocation = "location.default", R 3, Consequence;
    /// The default department applies.
    DefaultDepartment = "department.default", R 3, Consequence;
    /// A location of that name is created.
    LocationCreated = "location.created", R 4, Consequence;
    /// A department of that name is created.
    DepartmentCreated = "department.created", R 4, Consequence;
    /// Linked to a manager who is in Ramp.
    ManagerLinked = "manager.linked", R 5, Consequence;
    /// The role is Manager.
    RoleManager = "role.manager", R 7, Consequence;
    /// The role is Employee.
    RoleEmployee = "role.employee", R 7, Consequence;
    /// The role is the one that the identity provider names.
    RoleSynced = "role.synced", R 15, Consequence;
    /// The manager is the invite's sender.
    SenderManager = "sender.manager", R 8, Consequence;
    /// The account owner is the invite's sender.
    SenderOwner = "sender.owner", R 8, Consequence;
    /// Every default Spend Program is issued.
    SpendPrograms = "spend-programs.issued", R 9, Consequence;
}

/// A set of [`Code`]s: what a decision came to. Small and `Copy`, so that a whole directory can be decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct Outcome(u32);

impl Outcome {
    /// Adds a code.
    pub fn insert(&mut self, code: Code) {
        self.0 |= 1 << code as u8;
    }

    /// Whether the code is in it.
    pub fn contains(self, code: Code) -> bool {
        self.0 & (1 << code as u8) != 0
    }

    /// Whether the request fails.
    pub fn is_refused(self) -> bool {
        self.codes().any(|code| code.effect() == Effect::Refusal)
    }

    /// Its codes, worst first.
    pub fn codes(self) -> Codes {
        Codes { outcome: self, next: 0 }
    }
}

/// Iterator over the codes of an [`Outcome`].
#[derive(Debug, Clone)]
pub struct Codes {
    outcome: Outcome,
    next: usize,
}

impl Iterator for Codes {
    type Item = Code;

    fn next(&mut self) -> Option<Code> {
        while let Some(&code) = Code::ALL.get(self.next) {
            self.next += 1;
            if self.outcome.contains(code) {
                return Some(code);
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_set_holds_every_code() {
        assert!(Code::ALL.len() <= u32::BITS as usize);
        let mut all = Outcome::default();
        Code::ALL.iter().for_each(|&code| all.insert(code));
        assert_eq!(all.codes().collect::<Vec<_>>(), Code::ALL);
    }

    #[test]
    fn codes_come_worst_first_and_have_their_own_text() {
        assert!(Code::ALL.windows(2).all(|pair| pair[0].effect() <= pair[1].effect()));
        let texts: std::collections::BTreeSet<_> = Code::ALL.iter().map(|code| code.as_str()).collect();
        assert_eq!(texts.len(), Code::ALL.len());
    }
}
