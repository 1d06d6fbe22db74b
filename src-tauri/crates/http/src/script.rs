//! Whether the system's settings name a PAC script. It is not evaluated: that takes a JavaScript engine and a network that
//! is trusted to feed it.

use std::process::Stdio;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use tokio::process::Command;
use tokio::time::timeout;
use url::Url;

use crate::redact::Redactor;

/// How long the settings may take to answer: they are asked for a hint, not waited for.
const PATIENCE: Duration = Duration::from_secs(2);

/// A script that names a proxy per address, which Onramp does not run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ProxyScript {
    /// Its address, without credentials; `None` where the network is to tell it (WPAD).
    pub url: Option<String>,
}

/// The PAC script the system's settings name, as far as it can be seen: in `auto_proxy` of the environment, GNOME's
/// settings, macOS's network settings or the Windows registry. `None` is no proof that there is none: other desktops keep
/// it elsewhere.
pub async fn proxy_script() -> Option<ProxyScript> {
    let named = ["auto_proxy", "AUTO_PROXY"].iter().find_map(|name| std::env::var(name).ok());
    if let Some(url) = named.filter(|url| !url.trim().is_empty()) {
        return Some(ProxyScript::at(&url));
    }
    if cfg!(target_os = "macos") {
        return from_scutil(&ask("scutil", &["--proxy"]).await?);
    }
    if cfg!(windows) {
        let key = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Internet Settings";
        return from_registry(&ask("reg", &["query", key, "/v", "AutoConfigURL"]).await?);
    }
    let schema = "org.gnome.system.proxy";
    let mode = ask("gsettings", &["get", schema, "mode"]).await?;
    let url = ask("gsettings", &["get", schema, "autoconfig-url"]).await?;
    from_gnome(&mode, &url)
}

impl ProxyScript {
    fn at(url: &str) -> Self {
        let url = url.trim();
        let shown = match Url::parse(url) {
            Ok(parsed) => Redactor::new(None, None, &[]).url(&parsed),
            Err(_) => url.to_owned(),
        };
        Self { url: (!url.is_empty()).then_some(shown) }
    }
}

/// What a program of the system prints; `None` where it is not there, fails, or does not answer.
async fn ask(program: &str, arguments: &[&str]) -> Option<String> {
    let asked = Command::new(program)
        .args(arguments)
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .output();
    let output = timeout(PATIENCE, asked).await.ok()?.ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

fn from_gnome(mode: &str, url: &str) -> Option<ProxyScript> {
    let plain = |text: &str| text.trim().trim_matches('\'').to_owned();
    (plain(mode) == "auto").then(|| ProxyScript::at(&plain(url)))
}

fn from_scutil(printed: &str) -> Option<ProxyScript> {
    let value = |wanted: &str| {
        printed.lines().find_map(|line| {
            let (key, value) = line.split_once(" : ")?;
            (key.trim() == wanted).then(|| value.trim().to_owned())
        })
    };
    let on = |wanted: &str| value(wanted).as_deref() == Some("1");
    if on("ProxyAutoConfigEnable") {
        return Some(ProxyScript::at(&value("ProxyAutoConfigURLString").unwrap_or_default()));
    }
    on("ProxyAutoDiscoveryEnable").then_some(ProxyScript { url: None })
}

fn from_registry(printed: &str) -> Option<ProxyScript> {
    printed.lines().find_map(|line| {
        let (_, url) = line.trim().strip_prefix("AutoConfigURL")?.split_once("REG_SZ")?;
        (!url.trim().is_empty()).then(|| ProxyScript::at(url))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(url: &str) -> Option<ProxyScript> {
        Some(ProxyScript { url: Some(url.to_owned()) })
    }

    #[test]
    fn each_system_s_settings_are_read() {
        let pac = "http://pac.example/proxy.pac";
        let quoted = format!("'{pac}'\n");
        for (mode, url, expected) in [
            ("'auto'\n", quoted.as_str(), at(pac)),
            ("'auto'\n", "''\n", Some(ProxyScript { url: None })),
            ("'manual'\n", quoted.as_str(), None),
            ("'none'\n", "''\n", None),
        ] {
            assert_eq!(from_gnome(mode, url), expected, "{mode:?} {url:?}");
        }
        let with = "<dictionary> {\n  HTTPEnable : 0\n  ProxyAutoConfigEnable : 1\n  ProxyAutoConfigURLString : http://pac.example/proxy.pac\n}\n";
        let wpad = "<dictionary> {\n  ProxyAutoDiscoveryEnable : 1\n}\n";
        for (printed, expected) in [
            (with, at(pac)),
            (wpad, Some(ProxyScript { url: None })),
            ("<dictionary> {\n  HTTPEnable : 0\n}\n", None),
        ] {
            assert_eq!(from_scutil(printed), expected, "{printed}");
        }
        let registry = "\r\nHKEY_CURRENT_USER\\Software\r\n    AutoConfigURL    REG_SZ    http://pac.example/proxy.pac\r\n";
        assert_eq!(from_registry(registry), at(pac));
        assert_eq!(from_registry("\r\nHKEY_CURRENT_USER\\Software\r\n"), None);
    }

    #[test]
    fn a_script_s_credentials_are_not_shown() {
        let script = ProxyScript::at("http://ana:hunter2@pac.example/p?token=abcdef").url.unwrap();
        assert!(!script.contains("hunter2") && !script.contains("abcdef"), "{script}");
    }
}
