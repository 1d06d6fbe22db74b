//! What an expression gives.

/// A value of an attribute or of an expression. The service flows text; the other kinds say how the text came to be.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub enum Value {
    /// No value: the attribute is absent.
    #[default]
    Null,
    /// Text, which may be empty.
    Text(String),
    /// A truth value, flowed as `True` or `False`.
    Bool(bool),
    /// A number in its text form.
    Number(String),
    /// The values of a multi-valued attribute, in order.
    List(Vec<String>),
    /// The values of a complex attribute with their sub-attributes in order, as `AppRoleAssignmentsComplex` gives them.
    Complex(Vec<Members>),
    /// The target attribute is left out of the operation (`IgnoreFlowIfNullOrEmpty`): not the same as sending null.
    Dropped,
}

/// The sub-attributes of one complex value, in the order in which they are sent.
pub type Members = Vec<(String, Value)>;

impl Value {
    /// The single text that would flow: `None` for [`Null`](Self::Null), [`Dropped`](Self::Dropped) and several values.
    #[must_use]
    pub fn as_text(&self) -> Option<String> {
        self.text().map(str::to_owned)
    }

    /// [`as_text`](Self::as_text) without a copy.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) | Self::Number(text) => Some(text),
            Self::Bool(true) => Some("True"),
            Self::Bool(false) => Some("False"),
            Self::Null | Self::List(_) | Self::Complex(_) | Self::Dropped => None,
        }
    }

    /// Whether there is no value: null, dropped, or a multi-valued attribute without values.
    #[must_use]
    pub fn is_null(&self) -> bool {
        match self {
            Self::Null | Self::Dropped => true,
            Self::List(values) => values.is_empty(),
            Self::Complex(values) => values.is_empty(),
            Self::Text(_) | Self::Bool(_) | Self::Number(_) => false,
        }
    }

    /// How much text it holds, roughly: what the limits of an evaluation count.
    pub(crate) fn bytes(&self) -> usize {
        match self {
            Self::Text(text) | Self::Number(text) => text.len(),
            Self::List(values) => values.iter().map(|value| value.len() + 1).sum(),
            Self::Complex(values) => {
                values.iter().flatten().map(|(name, value)| name.len() + value.bytes() + 1).sum()
            }
            Self::Null | Self::Bool(_) | Self::Dropped => 1,
        }
    }

    /// Whether there is no value or only the empty text. White space is a value.
    #[must_use]
    pub fn is_null_or_empty(&self) -> bool {
        self.is_null() || matches!(self, Self::Text(text) if text.is_empty())
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<bool> for Value {
    fn from(truth: bool) -> Self {
        Self::Bool(truth)
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Number(number.to_string())
    }
}

impl From<Vec<String>> for Value {
    fn from(values: Vec<String>) -> Self {
        Self::List(values)
    }
}
