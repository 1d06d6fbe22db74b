//! `SyncNotificationSettings`, the JSON text among a job's secrets (`graph/README.md` §5).

use serde_json::Value;

use super::deletes::DeleteThreshold;

/// What it says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NotificationSettings {
    /// Whether mails are sent.
    pub enabled: bool,
    /// To whom.
    pub recipients: Option<String>,
    /// *Prevent accidental deletion*.
    pub delete_threshold: DeleteThreshold,
}

/// The threshold where it is switched on without a number: the job's own `QuarantineTooManyDeletesThreshold`.
const DEFAULT_DELETE_THRESHOLD: u64 = 500;

impl NotificationSettings {
    /// Reads the value; members that are missing or of another type count as off.
    #[must_use]
    pub fn read(value: &Value) -> Self {
        let flag = |name: &str| match value.get(name) {
            Some(Value::Bool(flag)) => *flag,
            Some(Value::String(text)) => text.eq_ignore_ascii_case("true"),
            _ => false,
        };
        let number = || match value.get("DeleteThresholdValue") {
            Some(Value::String(text)) => text.trim().parse().ok(),
            other => other.and_then(Value::as_u64),
        };
        let limit = flag("DeleteThresholdEnabled").then(|| number().unwrap_or(DEFAULT_DELETE_THRESHOLD));
        Self {
            enabled: flag("Enabled"),
            recipients: value.get("Recipients").and_then(Value::as_str).map(str::to_owned),
            delete_threshold: DeleteThreshold { limit },
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_threshold_counts_only_where_it_is_on() {
        for (value, limit) in [
            (json!({"DeleteThresholdEnabled": true, "DeleteThresholdValue": 3}), Some(3)),
            (json!({"DeleteThresholdEnabled": "true", "DeleteThresholdValue": "3"}), Some(3)),
            (json!({"DeleteThresholdEnabled": true}), Some(500)),
            (json!({"DeleteThresholdEnabled": false, "DeleteThresholdValue": 3}), None),
            (json!({"Enabled": true}), None),
            (json!(null), None),
        ] {
            assert_eq!(NotificationSettings::read(&value).delete_threshold.limit, limit, "{value}");
        }
    }
}
