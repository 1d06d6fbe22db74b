//! The table of attribute mappings, as an admin sees it on Entra's *Attribute Mapping* page.

use serde::{Deserialize, Serialize};

use crate::scope::ScopingFilter;

/// Where a target attribute's value comes from: the portal's *Mapping type*.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", content = "source", rename_all = "kebab-case")]
pub enum Source {
    /// *Direct*: the value of one source attribute, by its name.
    Direct(String),
    /// *Expression*: text in Entra's expression language.
    Expression(String),
    /// *Constant*: a fixed text.
    Constant(String),
    /// *None*: the target is left alone, or gets the default value if it is empty.
    None,
}

impl Source {
    /// Attribute name, expression or constant; empty for [`Source::None`].
    pub fn text(&self) -> &str {
        match self {
            Source::Direct(text) | Source::Expression(text) | Source::Constant(text) => text,
            Source::None => "",
        }
    }

    /// The same kind of source with another text.
    pub fn with_text(&self, text: &str) -> Self {
        match self {
            Source::Direct(_) => Source::Direct(text.to_owned()),
            Source::Expression(_) => Source::Expression(text.to_owned()),
            Source::Constant(_) => Source::Constant(text.to_owned()),
            Source::None => Source::None,
        }
    }
}

/// *Apply this mapping* (Graph: `flowType`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Apply {
    /// On create and on update (`Always`).
    #[default]
    Always,
    /// Only during object creation (`ObjectAddOnly`).
    OnlyDuringCreation,
}

/// One row: a target attribute and how it gets its value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AttributeMapping {
    /// *customappsso Attribute*, byte by byte as Entra will send it.
    pub target: String,
    /// *Microsoft Entra ID Attribute*, or what stands in its place.
    #[serde(flatten)]
    pub source: Source,
    /// *Default value if null*: used on create only (`entra-scim-client.md` §8.3).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default_value: Option<String>,
    /// *Matching precedence*, 1 first; `None` where the attribute is not used for matching.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub matching_precedence: Option<u32>,
    /// *Apply this mapping*.
    #[serde(default, skip_serializing_if = "is_default")]
    pub apply: Apply,
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

impl AttributeMapping {
    /// A direct mapping, always applied.
    pub fn direct(target: &str, source: &str) -> Self {
        Self::of(target, Source::Direct(source.to_owned()))
    }

    /// An expression mapping, always applied.
    pub fn expression(target: &str, expression: &str) -> Self {
        Self::of(target, Source::Expression(expression.to_owned()))
    }

    fn of(target: &str, source: Source) -> Self {
        Self {
            target: target.to_owned(),
            source,
            default_value: None,
            matching_precedence: None,
            apply: Apply::Always,
        }
    }
}

/// All rows for users, in the portal's order.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MappingTable {
    /// The rows.
    #[serde(rename = "attributeMappings")]
    pub rows: Vec<AttributeMapping>,
    /// *Target Object Actions*.
    #[serde(default, skip_serializing_if = "is_default")]
    pub actions: TargetObjectActions,
    /// *Source Object Scope*.
    #[serde(default, skip_serializing_if = "ScopingFilter::is_empty")]
    pub scope: ScopingFilter,
}

/// *Target Object Actions*: what Entra may do in the target (Graph: `objectMapping.flowTypes`; R19).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TargetObjectActions {
    /// *Create* (`Add`).
    pub create: bool,
    /// *Update*, which deactivating is one of.
    pub update: bool,
    /// *Delete*.
    pub delete: bool,
}

impl Default for TargetObjectActions {
    /// All three, as a new application has them.
    fn default() -> Self {
        Self { create: true, update: true, delete: true }
    }
}

impl MappingTable {
    /// Rows used for matching, in order of precedence: they are tried alone, one after the other.
    pub fn matching(&self) -> Vec<&AttributeMapping> {
        let mut rows: Vec<_> = self.rows.iter().filter(|row| row.matching_precedence.is_some()).collect();
        rows.sort_by_key(|row| row.matching_precedence);
        rows
    }

    /// The row with exactly this target.
    pub fn row(&self, target: &str) -> Option<&AttributeMapping> {
        self.rows.iter().find(|row| row.target == target)
    }
}
