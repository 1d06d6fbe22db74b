//! The real window, driven as an admin would: things are found by what they are called, and every wait is for a condition.

use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::Stdio;
use std::time::Duration;

use serde_json::json;
use thirtyfour::{By, Capabilities, Key, WebDriver, WebElement};

use crate::process::Process;
use crate::session::PrivateSession;
use crate::wait::wait_until;
use crate::{Failure, Result, programs, scim};

/// How long anything in the window may take. Generous: it only costs time when something is wrong.
const PATIENCE: Duration = Duration::from_secs(30);

/// The name of what has the focus: its label, the label around or for it, or its text.
const FOCUSED: &str = "const e = document.activeElement;
    const label = e.labels && e.labels[0] ? e.labels[0].textContent : '';
    return (e.getAttribute('aria-label') || label || e.textContent || e.tagName).trim();";

/// Fluent's own focus guards are left out: they are hidden from assistive tools and can't be reached.
const RUN_AXE: &str = "const done = arguments[arguments.length - 1];
    axe.run({ exclude: [['[data-tabster-dummy]']] }).then(
        (found) => done(found.violations.map(
            (rule) => rule.id + ': ' + rule.nodes.map((node) => node.html.slice(0, 160)).join(' | '))),
        (error) => done(['axe failed: ' + error]));";

/// The window of one run of the program. Opening a second one in the same session is a restart.
pub struct Window<'session> {
    session: &'session PrivateSession,
    driver: WebDriver,
    // Ends after the driver's session: SIGTERM, because a killed tauri-driver leaves its helper behind.
    _server: Process,
    application: PathBuf,
}

impl<'session> Window<'session> {
    /// Starts the program in the session and waits for its first heading.
    ///
    /// # Errors
    /// When the program or the driver is missing, or no window comes up.
    pub async fn open(session: &'session PrivateSession) -> Result<Window<'session>> {
        let window = Window::open_program(session, programs::built("onramp")?).await?;
        window.set_size(1280, 800).await?;
        window.heading().await?;
        Ok(window)
    }

    /// Starts any WebKitGTK program that can be driven.
    ///
    /// # Errors
    /// As [`Window::open`].
    pub async fn open_program(
        session: &'session PrivateSession,
        application: PathBuf,
    ) -> Result<Window<'session>> {
        scim::choose_crypto();
        let (port, native_port) = free_ports()?;
        let mut command = session.command(programs::tool("tauri-driver")?);
        command
            .args(["--port", &port.to_string(), "--native-port", &native_port.to_string()])
            .stdin(Stdio::null())
            .stdout(Stdio::null());
        let server = Process::start(command)?;
        wait_until("tauri-driver", PATIENCE, async || (answers(port) && answers(native_port)).then_some(()))
            .await?;

        let mut capabilities = Capabilities::new();
        capabilities.set("tauri:options", json!({ "application": application, "args": [] }))?;
        let driver = WebDriver::new(format!("http://127.0.0.1:{port}"), capabilities).await?;
        Ok(Window { session, driver, _server: server, application })
    }

    /// Closes the window and waits until the program is gone.
    ///
    /// # Errors
    /// When the driver refuses or the program stays.
    pub async fn close(self) -> Result<()> {
        self.driver.clone().quit().await?;
        wait_until("the program to end", PATIENCE, async || {
            (!self.session.runs(&self.application)).then_some(())
        })
        .await
    }

    /// The driver itself, for what has no helper here.
    pub fn driver(&self) -> &WebDriver {
        &self.driver
    }

    /// Waits until `condition` finds something. What the driver refuses meanwhile (an element that is just being
    /// replaced) counts as not yet.
    ///
    /// # Errors
    /// [`Failure::TimedOut`] with what the window shows, after a picture was saved.
    pub async fn wait_for<T>(
        &self,
        what: &str,
        mut condition: impl AsyncFnMut(&Window<'_>) -> Result<Option<T>>,
    ) -> Result<T> {
        let mut refusal = None;
        let found = wait_until(what, PATIENCE, async || match condition(self).await {
            Ok(found) => found,
            Err(error) => {
                refusal = Some(error.to_string());
                None
            }
        })
        .await;
        match found {
            Ok(found) => Ok(found),
            Err(_) => Err(Failure::TimedOut {
                what: what.to_owned(),
                limit: PATIENCE,
                seen: self.description(refusal, what).await,
            }),
        }
    }

    /// Presses the button of this name, once there is one and it is on.
    ///
    /// # Errors
    /// [`Failure::TimedOut`] when there is none, or it stays off.
    pub async fn press(&self, name: &str) -> Result<()> {
        self.press_by(&format!("the button \u{201c}{name}\u{201d} to be on"), &is_named(name)).await
    }

    /// Presses the first button whose name begins so, once it is on: `Next: `.
    ///
    /// # Errors
    /// As [`Window::press`].
    pub async fn press_beginning(&self, beginning: &str) -> Result<()> {
        self.press_by(&format!("a button \u{201c}{beginning}\u{2026}\u{201d} to be on"), &begins(beginning))
            .await
    }

    /// Presses the button of one of these names, whichever is on.
    ///
    /// # Errors
    /// As [`Window::press`].
    pub async fn press_one_of(&self, names: &[&str]) -> Result<()> {
        let condition = names.iter().map(|name| is_named(name)).collect::<Vec<_>>().join(" or ");
        self.press_by(&format!("one of the buttons {names:?} to be on"), &condition).await
    }

    async fn press_by(&self, what: &str, condition: &str) -> Result<()> {
        self.wait_for(what, async |window| {
            let Some(button) = window.shown(By::XPath(button(condition))).await? else { return Ok(None) };
            if !is_on(&button).await? {
                return Ok(None);
            }
            button.scroll_into_view().await?;
            button.click().await?;
            Ok(Some(()))
        })
        .await
    }

    /// Whether a button of this name can be pressed; `None` when there is none.
    ///
    /// # Errors
    /// When the driver refuses.
    pub async fn button_is_on(&self, name: &str) -> Result<Option<bool>> {
        self.on_or_off(&is_named(name)).await
    }

    /// As [`Window::button_is_on`], for the first button whose name begins so.
    ///
    /// # Errors
    /// When the driver refuses.
    pub async fn button_beginning_is_on(&self, beginning: &str) -> Result<Option<bool>> {
        self.on_or_off(&begins(beginning)).await
    }

    async fn on_or_off(&self, condition: &str) -> Result<Option<bool>> {
        match self.shown(By::XPath(button(condition))).await? {
            Some(button) => Ok(Some(is_on(&button).await?)),
            None => Ok(None),
        }
    }

    /// The field with this label, once there is one.
    ///
    /// # Errors
    /// [`Failure::TimedOut`] when there is none.
    pub async fn field(&self, label: &str) -> Result<WebElement> {
        let path = field(label);
        self.wait_for(&format!("the field \u{201c}{label}\u{201d}"), async |window| {
            window.shown(By::XPath(path.as_str())).await
        })
        .await
    }

    /// What the field with this label holds.
    ///
    /// # Errors
    /// As [`Window::field`].
    pub async fn value(&self, label: &str) -> Result<String> {
        Ok(self.field(label).await?.prop("value").await?.unwrap_or_default())
    }

    /// Replaces what the field with this label holds, key by key.
    ///
    /// # Errors
    /// As [`Window::field`]; when the driver refuses the keys.
    pub async fn fill(&self, label: &str, text: &str) -> Result<()> {
        let field = self.field(label).await?;
        field.scroll_into_view().await?;
        field.click().await?;
        // Not the driver's own clearing: the front end does not hear of it, and whatever is drawn next brings the old text back.
        self.driver
            .action_chain()
            .key_down(Key::Control)
            .send_keys("a")
            .key_up(Key::Control)
            .send_keys(Key::Delete)
            .perform()
            .await?;
        field.send_keys(text).await?;
        Ok(())
    }

    /// Opens the combobox with this label, types, and takes the first option whose text begins so.
    ///
    /// # Errors
    /// [`Failure::TimedOut`] when no such option comes.
    pub async fn choose(&self, label: &str, option: &str) -> Result<()> {
        let field = self.field(label).await?;
        field.click().await?;
        field.clear().await?;
        field.send_keys(option).await?;
        let path = format!("//*[@role='option'][starts-with(normalize-space(.),{})]", quoted(option));
        self.wait_for(&format!("the option \u{201c}{option}\u{201d}"), async |window| {
            let Some(option) = window.shown(By::XPath(path.as_str())).await? else { return Ok(None) };
            option.click().await?;
            Ok(Some(()))
        })
        .await
    }

    /// The text of the page's title, once there is one.
    ///
    /// # Errors
    /// [`Failure::TimedOut`] when there is none.
    pub async fn heading(&self) -> Result<String> {
        self.wait_for("a heading", async |window| match window.shown(By::Tag("h1")).await? {
            Some(heading) => Ok(Some(heading.text().await?).filter(|text| !text.is_empty())),
            None => Ok(None),
        })
        .await
    }

    /// The state the rail shows for a step: `todo`, `done`, `warning`, `error`, `blocked` or `unknown`.
    ///
    /// # Errors
    /// [`Failure::TimedOut`] when the rail has no such step.
    pub async fn rail(&self, step: &str) -> Result<String> {
        let selector = format!("[data-step='{step}'][data-status]");
        self.wait_for(&format!("the step {step} in the rail"), async |window| {
            let Some(item) = window.shown(By::Css(selector.as_str())).await? else { return Ok(None) };
            Ok(item.attr("data-status").await?)
        })
        .await
    }

    /// Values of two attributes of every element that has both, in the order of the page.
    ///
    /// # Errors
    /// When the driver refuses.
    pub async fn pairs(&self, name: &str, value: &str) -> Result<Vec<(String, String)>> {
        let mut pairs = Vec::new();
        for element in self.driver.find_all(By::Css(format!("[{name}][{value}]"))).await? {
            if let (Some(name), Some(value)) = (element.attr(name).await?, element.attr(value).await?) {
                pairs.push((name, value));
            }
        }
        Ok(pairs)
    }

    /// The first element that matches and can be seen.
    ///
    /// # Errors
    /// When the driver refuses.
    pub async fn shown(&self, by: By) -> Result<Option<WebElement>> {
        // The page is asked, not the driver: its own test takes a control with `overflow: hidden` for hidden.
        let seen = "return arguments[0].checkVisibility({visibilityProperty: true, opacityProperty: true})";
        for element in self.driver.find_all(by).await? {
            if self.driver.execute(seen, vec![element.to_json()?]).await?.convert::<bool>()? {
                return Ok(Some(element));
            }
        }
        Ok(None)
    }

    /// All text that can be seen.
    ///
    /// # Errors
    /// When the driver refuses.
    pub async fn text(&self) -> Result<String> {
        Ok(self.driver.find(By::Tag("body")).await?.text().await?)
    }

    /// Calls one of the window's own commands over its own channel, as the front end does: `Ok` is its answer, `Err` the
    /// error it rejects with.
    ///
    /// # Errors
    /// When the driver refuses.
    pub async fn invoke(
        &self,
        command: &str,
        arguments: serde_json::Value,
    ) -> Result<std::result::Result<serde_json::Value, serde_json::Value>> {
        let script = "const [command, input, done] = arguments;
            window.__TAURI_INTERNALS__.invoke(command, input).then(
                (answer) => done({ answer }), (error) => done({ error }));";
        let found = self.driver.execute_async(script, vec![json!(command), arguments]).await?;
        let mut found = found.json().clone();
        match found.get_mut("error") {
            Some(error) => Ok(Err(error.take())),
            None => Ok(Ok(found["answer"].take())),
        }
    }

    /// Presses one key for whatever has the focus.
    ///
    /// # Errors
    /// When the driver refuses.
    pub async fn key(&self, key: Key) -> Result<()> {
        self.driver.action_chain().send_keys(key).perform().await?;
        Ok(())
    }

    /// Types for whatever has the focus.
    ///
    /// # Errors
    /// When the driver refuses.
    pub async fn type_text(&self, text: &str) -> Result<()> {
        self.driver.action_chain().send_keys(text).perform().await?;
        Ok(())
    }

    /// Moves the focus with Tab until it is on what is called so, as long as it takes to go once round.
    ///
    /// # Errors
    /// When Tab never gets there, with what it passed.
    pub async fn tab_to(&self, name: &str) -> Result<()> {
        let mut passed = Vec::new();
        for _ in 0..80 {
            self.key(Key::Tab).await?;
            let focused = self.driver.execute(FOCUSED, vec![]).await?.convert::<String>()?;
            if focused == name || focused.starts_with(name) {
                return Ok(());
            }
            passed.push(focused);
        }
        Err(Failure::Unexpected(format!("Tab never comes to {name}; it passes {passed:?}")))
    }

    /// What axe-core finds on the page as it stands: rule, and the elements that break it.
    ///
    /// # Errors
    /// When axe-core is not installed with the front end's packages, or can't run.
    pub async fn accessibility_violations(&self) -> Result<Vec<String>> {
        let file =
            PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../ui/node_modules/axe-core/axe.min.js"));
        let axe = std::fs::read_to_string(&file).map_err(Failure::file(&file))?;
        let script = format!("{axe};{RUN_AXE}");
        Ok(self.driver.execute_async(script, vec![]).await?.convert()?)
    }

    /// Makes the window this large, in pixels.
    ///
    /// # Errors
    /// When the driver refuses.
    pub async fn set_size(&self, width: u32, height: u32) -> Result<()> {
        self.driver.set_window_rect(0, 0, width, height).await?;
        Ok(())
    }

    /// Saves a picture as target/screenshots/NAME.png.
    ///
    /// # Errors
    /// When the driver refuses or the file can't be written.
    pub async fn screenshot(&self, name: &str) -> Result<PathBuf> {
        let folder = programs::target_folder()?.join("screenshots");
        std::fs::create_dir_all(&folder).map_err(Failure::file(&folder))?;
        let path = folder.join(format!("{name}.png"));
        self.driver.screenshot(&path).await?;
        Ok(path)
    }

    /// What the window shows, for the words of a failure.
    async fn description(&self, refusal: Option<String>, what: &str) -> String {
        let name: String = what.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
        let picture = match self.screenshot(&format!("failed-{name}")).await {
            Ok(path) => format!("see {}", path.display()),
            Err(error) => format!("no picture: {error}"),
        };
        let text = self.text().await.unwrap_or_else(|error| error.to_string());
        let refusal = refusal.map(|error| format!("\nthe driver last said: {error}")).unwrap_or_default();
        format!("{picture}{refusal}\nthe window shows:\n{text}")
    }
}

impl Drop for Window<'_> {
    /// After a failure: the driver would ask for its session to be closed and block on the answer. Ending its server does
    /// that too, and the private session ends what is left.
    fn drop(&mut self) {
        // An error means that the window was closed as it should be.
        let _ = self.driver.clone().leak();
    }
}

async fn is_on(button: &WebElement) -> Result<bool> {
    // Fluent keeps a disabled button focusable, so that its reason can be read: it is off by ARIA only.
    let off = button.attr("aria-disabled").await?.as_deref() == Some("true");
    Ok(!off && button.is_enabled().await?)
}

fn button(condition: &str) -> String {
    format!("//*[self::button or self::a or @role='button' or @role='menuitem'][{condition}]")
}

/// A name is the label for assistive tools where there is one, and the visible text.
fn is_named(name: &str) -> String {
    let name = quoted(name);
    format!("@aria-label={name} or normalize-space(.)={name}")
}

fn begins(beginning: &str) -> String {
    let beginning = quoted(beginning);
    format!("starts-with(@aria-label,{beginning}) or starts-with(normalize-space(.),{beginning})")
}

fn field(label: &str) -> String {
    let label = quoted(label);
    // A required field's label ends in an asterisk, hence the beginning only.
    let labels = format!("//label[starts-with(normalize-space(.),{label})]");
    format!(
        "//*[self::input or self::textarea or self::select or @role='textbox' or @role='combobox']\
         [@aria-label={label} or @id={labels}/@for or @aria-labelledby={labels}/@id]"
    )
}

/// A text as an XPath 1.0 literal, which has no escapes.
fn quoted(text: &str) -> String {
    if !text.contains('\'') {
        return format!("'{text}'");
    }
    let parts: Vec<String> = text.split('\'').map(|part| format!("'{part}'")).collect();
    format!("concat({})", parts.join(",\"'\","))
}

fn free_ports() -> Result<(u16, u16)> {
    let listen = || {
        TcpListener::bind(("127.0.0.1", 0)).and_then(|listener| Ok((listener.local_addr()?.port(), listener)))
    };
    // Both are held until both are chosen, so that they differ.
    let (first, _held) = listen().map_err(Failure::program("a free port"))?;
    let (second, _held) = listen().map_err(Failure::program("a free port"))?;
    Ok((first, second))
}

fn answers(port: u16) -> bool {
    TcpStream::connect(("127.0.0.1", port)).is_ok()
}
