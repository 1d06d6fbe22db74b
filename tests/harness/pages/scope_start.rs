//! *Scope and start*: who is assigned, the plan, carrying it out, and what came of it.

use thirtyfour::By;

use crate::Result;
use crate::window::Window;

/// The page.
pub struct ScopeStart<'a, 's>(pub &'a Window<'s>);

/// The actions of a plan or a run by kind, each with how it stands.
pub type Actions = Vec<(String, String)>;

impl ScopeStart<'_, '_> {
    /// Adds a group or a person by name, and waits until they are on the list.
    ///
    /// # Errors
    /// When there is none of that name.
    pub async fn assign(&self, name: &str) -> Result<()> {
        self.0.choose("Add a group or a person", name).await?;
        self.wait_for(&format!("[data-assignee='{name}']"), &format!("{name} to be on the list")).await
    }

    /// Makes a plan, and hands back its actions.
    ///
    /// # Errors
    /// When none comes.
    pub async fn plan(&self) -> Result<Actions> {
        self.0.press_one_of(&["Make the plan", "Make the plan again"]).await?;
        self.wait_for("[data-plan='fresh']", "a plan").await?;
        self.0.pairs("data-action", "data-action-status").await
    }

    /// How many people the plan would do something to, by what: `invited`, `deactivated` and so on.
    ///
    /// # Errors
    /// When the driver refuses.
    pub async fn guard(&self) -> Result<Vec<(String, String)>> {
        self.0.pairs("data-fate", "data-count").await
    }

    /// Applies the plan on the table, and waits until everything of it is done.
    ///
    /// # Errors
    /// When it stops on the way.
    pub async fn apply(&self) -> Result<()> {
        self.0.press_beginning("Apply ").await?;
        self.wait_for("[data-applied]", "the plan to be applied").await
    }

    /// Moves the practice tenant's time on until the first cycle is over, and hands back whom the logs name, each with how
    /// it went.
    ///
    /// # Errors
    /// When it does not end, or nobody is named.
    pub async fn first_cycle(&self) -> Result<Vec<(String, String)>> {
        self.wait_for("[data-job]", "the job").await?;
        let over = By::Css("[data-first-cycle-over='true']");
        if self.0.shown(over.clone()).await?.is_none() {
            self.0.press("Advance 40 minutes").await?;
        }
        self.wait_for("[data-first-cycle-over='true']", "the first cycle to be over").await?;
        self.0
            .wait_for("people in the logs", async |window| {
                let people = window.pairs("data-log-person", "data-log-status").await?;
                Ok(Some(people).filter(|people| !people.is_empty()))
            })
            .await
    }

    /// Provisions one person through Entra, and hands back Entra's steps.
    ///
    /// # Errors
    /// When Entra does not answer that it went well.
    pub async fn provision(&self, person: &str) -> Result<Vec<(String, String)>> {
        self.0.choose("Person", person).await?;
        self.0.press("Provision").await?;
        self.wait_for("[data-on-demand='ok']", &format!("{person} to be provisioned through Entra")).await?;
        self.0.pairs("data-entra-step", "data-entra-status").await
    }

    /// Compares the tenant with what was applied; `none`, or how many things differ.
    ///
    /// # Errors
    /// When no verdict comes.
    pub async fn drift(&self) -> Result<String> {
        self.0.press("Check for drift").await?;
        self.0
            .wait_for("the verdict on drift", async |window| {
                let Some(found) = window.shown(By::Css("[data-drift]")).await? else { return Ok(None) };
                Ok(found.attr("data-drift").await?)
            })
            .await
    }

    /// Asks to take everything back: the question is open then, and says what stays.
    ///
    /// # Errors
    /// When it does not open.
    pub async fn ask_to_undo(&self) -> Result<()> {
        self.0.press("Undo").await?;
        self.wait_for("[role='alertdialog']", "the question before Undo").await
    }

    /// Answers the question, and hands back what became of each action.
    ///
    /// # Errors
    /// When it stops on the way.
    pub async fn undo(&self) -> Result<Actions> {
        self.0.press("Take them back").await?;
        self.wait_for("[data-run='undone']", "everything to be taken back").await?;
        self.0.pairs("data-action", "data-action-status").await
    }

    /// Goes to *Done*.
    ///
    /// # Errors
    /// When Next stays off.
    pub async fn next(&self) -> Result<()> {
        super::next(self.0, "done").await
    }

    async fn wait_for(&self, selector: &str, what: &str) -> Result<()> {
        self.0.wait_for(what, async |window| Ok(window.shown(By::Css(selector)).await?.map(drop))).await
    }
}
