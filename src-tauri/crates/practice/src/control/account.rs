//! Accounts as Ramp's own pages show them.

use onramp_ramp::{Event, Role};

use super::Control;
use crate::error::PracticeError;
use crate::ramp::Store;

/// An account as Ramp's own pages show it, SCIM-managed or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PracticeAccount {
    /// Ramp's id, the same as the SCIM id.
    pub id: String,
    /// First and last name.
    pub name: String,
    /// The email in force (R11).
    pub email: Option<String>,
    /// The email that waits for the employee's confirmation (R11). The SCIM resource shows this one.
    pub pending_email: Option<String>,
    /// The location's name as Ramp has it (R4).
    pub location: Option<String>,
    /// The department's name as Ramp has it (R4).
    pub department: Option<String>,
    /// The manager's account (R5).
    pub manager_id: Option<String>,
    /// The role (R7).
    pub role: Role,
    /// Whether the account is active (R10).
    pub active: bool,
    /// Whether SCIM manages it: `false` before the first create and after a DELETE (R10, R17).
    pub scim_managed: bool,
    /// Who the invite email comes from (R8). `None` for an account that SCIM did not invite.
    pub invited_by: Option<InviteSender>,
}

/// Who an invite email comes from (R8).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InviteSender {
    /// The account's owner.
    Owner,
    /// The manager's account.
    Manager(String),
}

impl Control {
    /// Every account, in the order they were made.
    ///
    /// # Errors
    /// The data cannot be read.
    pub async fn accounts(&self) -> Result<Vec<PracticeAccount>, PracticeError> {
        self.store.read(Store::account_views).await
    }

    /// Makes an account by hand in Ramp, which SCIM does not manage yet, and returns its id (R17).
    ///
    /// # Errors
    /// The data cannot be written.
    pub async fn add_account(
        &self,
        given_name: &str,
        family_name: &str,
        email: &str,
    ) -> Result<String, PracticeError> {
        let (given, family, email) = (given_name.to_owned(), family_name.to_owned(), email.to_owned());
        self.store.write(move |data| Store::add_unmanaged(data, given, family, email)).await
    }

    /// Gives an account a role by hand, which then no longer follows from who reports to it (R6, R7).
    ///
    /// # Errors
    /// No account has this id, or the data cannot be written.
    pub async fn set_role(&self, user_id: &str, role: Role) -> Result<(), PracticeError> {
        let id = user_id.to_owned();
        self.store.write(move |data| Store::set_role(data, &id, role)).await
    }

    /// Confirms the new email as the employee does from the verification mail (R11). Returns whether one waited.
    ///
    /// # Errors
    /// No account has this id, or the data cannot be written.
    pub async fn confirm_email(&self, user_id: &str) -> Result<bool, PracticeError> {
        let id = user_id.to_owned();
        self.store
            .write(move |data| {
                let name = Store::account_name(data, &id)?;
                let waited = Store::end_email_wait(data, &id)?;
                if waited {
                    Store::tell(data, Event::email_confirmed(&name), Some((&id, &name)))?;
                }
                Ok(waited)
            })
            .await
    }
}
