//! *Attribute mappings*: the table, checked as it is typed.

use thirtyfour::{By, Key, WebElement};

use crate::Result;
use crate::window::Window;

/// The text of an expression, where it is typed.
const EDITOR: &str = "[data-expression]";

/// The page.
pub struct AttributeMappings<'a, 's>(pub &'a Window<'s>);

impl AttributeMappings<'_, '_> {
    /// Opens the row of a target attribute, types another name into it and saves.
    ///
    /// # Errors
    /// When there is no such row.
    pub async fn rename_target(&self, target: &str, typed: &str) -> Result<()> {
        self.0.press(target).await?;
        self.0.fill("Target attribute", typed).await?;
        self.0.press("Save").await
    }

    /// Presses the Fix of the misspelt row.
    ///
    /// # Errors
    /// When there is none.
    pub async fn fix(&self) -> Result<()> {
        self.0.press("Fix").await
    }

    /// Opens the row of a target attribute whose source is an expression.
    ///
    /// # Errors
    /// When there is no such row.
    pub async fn open_expression(&self, target: &str) -> Result<()> {
        self.0.press(target).await?;
        self.editor().await.map(drop)
    }

    /// Replaces the expression key by key. What the editor adds by itself, a closing bracket, is typed over.
    ///
    /// # Errors
    /// When no expression is open.
    pub async fn type_expression(&self, text: &str) -> Result<()> {
        self.editor().await?.click().await?;
        let keys = self.0.driver().action_chain();
        keys.key_down(Key::Control).send_keys("a").key_up(Key::Control).perform().await?;
        self.0.key(Key::Delete).await?;
        self.0.type_text(text).await
    }

    /// The expression as it stands in the editor.
    ///
    /// # Errors
    /// When no expression is open.
    pub async fn expression(&self) -> Result<String> {
        all_text(&self.editor().await?).await
    }

    /// Waits for a name among those that fit at the caret, with what stands beside it.
    ///
    /// # Errors
    /// When it is not offered.
    pub async fn wait_for_offer(&self, name: &str, detail: &str) -> Result<()> {
        self.0
            .wait_for(&format!("{name} to be offered with {detail}"), async |window| {
                let Some(first) = window.shown(By::Css("li[role='option'][aria-selected]")).await? else {
                    return Ok(None);
                };
                // It is put together outside the window, and comes to its place with the next frame.
                if first.rect().await?.y < 0.0 {
                    return Ok(None);
                }
                let text = all_text(&first).await?;
                Ok((text.starts_with(name) && text.contains(detail)).then_some(()))
            })
            .await
    }

    /// Takes the offered name that is selected.
    ///
    /// # Errors
    /// When the driver refuses the key.
    pub async fn take_offer(&self) -> Result<()> {
        self.0.key(Key::Enter).await
    }

    /// Waits until the part of the expression that is underlined as wrong is this one.
    ///
    /// # Errors
    /// When another one is, or none.
    pub async fn wait_for_mark(&self, part: &str) -> Result<()> {
        self.0
            .wait_for(&format!("{part} to be underlined"), async |window| {
                let Some(marked) = window.shown(By::Css(".cm-lintRange-error")).await? else {
                    return Ok(None);
                };
                Ok((all_text(&marked).await? == part).then_some(()))
            })
            .await
    }

    /// Uses the fix of the finding, from within the editor.
    ///
    /// # Errors
    /// When the driver refuses the keys.
    pub async fn use_fix(&self) -> Result<()> {
        let keys = self.0.driver().action_chain();
        Ok(keys.key_down(Key::Alt).send_keys(Key::Enter).key_up(Key::Alt).perform().await?)
    }

    /// Waits until the row gives this value for the person it is evaluated for.
    ///
    /// # Errors
    /// When it gives another one.
    pub async fn wait_for_value(&self, value: &str) -> Result<()> {
        self.wait_for_row("tr[data-outcome]", value).await
    }

    /// Waits until a part of the expression is shown with this value.
    ///
    /// # Errors
    /// When it has another one.
    pub async fn wait_for_part(&self, part: &str, value: &str) -> Result<()> {
        self.0
            .wait_for(&format!("{part} to be {value}"), async |window| {
                let parts = window.pairs("data-part", "data-value").await?;
                Ok(parts.iter().any(|(name, is)| name == part && is == value).then_some(()))
            })
            .await
    }

    /// Puts a mapping in the table's place: pasted, looked at, imported.
    ///
    /// # Errors
    /// When it is no mapping.
    pub async fn import_text(&self, text: &str) -> Result<()> {
        self.0.press("Import").await?;
        self.0.fill("Or paste its text", text).await?;
        self.0.press("Look at it").await?;
        self.0.press_beginning("Import ").await
    }

    /// Goes back to the recommended table, and answers which rows that changes: kind and target.
    ///
    /// # Errors
    /// When the table is the recommended one already.
    pub async fn back_to_recommended(&self) -> Result<Vec<(String, String)>> {
        self.0.press("Back to recommended").await?;
        let changes = self
            .0
            .wait_for("the rows that would change", async |window| {
                Ok(Some(window.pairs("data-change", "data-target").await?).filter(|found| !found.is_empty()))
            })
            .await?;
        let confirm = self.0.driver().find(By::Css("[role='dialog'] button:last-of-type")).await?;
        confirm.click().await?;
        Ok(changes)
    }

    /// Waits until there is a row with this target, or none.
    ///
    /// # Errors
    /// When it stays the other way.
    pub async fn wait_for_target(&self, target: &str, there: bool) -> Result<()> {
        let row = format!("tr[data-attribute='{target}']");
        self.0
            .wait_for(&format!("the row {target} to be there: {there}"), async |window| {
                Ok((window.shown(By::Css(row.as_str())).await?.is_some() == there).then_some(()))
            })
            .await
    }

    /// Opens *Source Object Scope* and adds a filter with one clause: an attribute that has to be exactly a value.
    ///
    /// # Errors
    /// When there is a filter already.
    pub async fn add_clause(&self, attribute: &str, value: &str) -> Result<()> {
        self.0.press("All records").await?;
        self.0.press("Add scoping filter").await?;
        self.0.fill("Source attribute", attribute).await?;
        self.0.fill("Value", value).await
    }

    /// Waits until the filter that is edited lets somebody in, or nobody.
    ///
    /// # Errors
    /// When it stays the other way.
    pub async fn wait_for_people_in_scope(&self, somebody: bool) -> Result<()> {
        let count = if somebody { "[data-included]:not([data-included='0'])" } else { "[data-included='0']" };
        self.0
            .wait_for(&format!("people in scope: {somebody}"), async |window| {
                Ok(window.shown(By::Css(count)).await?.map(|_| ()))
            })
            .await
    }

    /// Opens *Role sync*, which is off, and turns its switch by the keyboard; nothing is applied yet.
    ///
    /// # Errors
    /// When it is on already.
    pub async fn begin_role_sync(&self) -> Result<()> {
        self.0.press("Off").await?;
        self.0.wait_for("the dialog", async |window| window.shown(By::Css("[role='dialog']")).await).await?;
        self.0.tab_to("Roles in Ramp come from Entra’s app roles").await?;
        self.0.type_text(" ").await
    }

    async fn editor(&self) -> Result<WebElement> {
        self.0.wait_for("the expression", async |window| window.shown(By::Css(EDITOR)).await).await
    }

    async fn wait_for_row(&self, selector: &str, value: &str) -> Result<()> {
        self.0
            .wait_for(&format!("the value {value}"), async |window| {
                let Some(row) = window.shown(By::Css(selector)).await? else { return Ok(None) };
                Ok(all_text(&row).await?.contains(value).then_some(()))
            })
            .await
    }

    /// Waits until Next is on, or off.
    ///
    /// # Errors
    /// When it stays the other way.
    pub async fn wait_until_next_is(&self, on: bool) -> Result<()> {
        let what = format!("Next to be {}", if on { "on" } else { "off" });
        self.0
            .wait_for(&what, async |window| {
                Ok((window.button_beginning_is_on(super::NEXT).await? == Some(on)).then_some(()))
            })
            .await
    }

    /// Goes back to *Connect Entra*.
    ///
    /// # Errors
    /// When the window does not get there.
    pub async fn back(&self) -> Result<()> {
        super::back(self.0, "connect-entra").await
    }

    /// Goes to *Preview*.
    ///
    /// # Errors
    /// When Next stays off.
    pub async fn next(&self) -> Result<()> {
        super::next(self.0, "preview").await
    }
}

/// Also what is cut off at an edge, which the driver leaves out of an element's text.
async fn all_text(element: &WebElement) -> Result<String> {
    Ok(element.prop("textContent").await?.unwrap_or_default())
}
