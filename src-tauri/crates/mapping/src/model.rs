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

    /// *Mapping type*, as the portal names it.
    pub fn mapping_type(&self) -> &'static str {
        match self {
            Source::Direct(_) => "Direct",
            Source::Expression(_) => "Expression",
            Source::Constant(_) => "Constant",
            Source::None => "None",
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

/// *Apply this mapping* (Graph: `flowType`). The portal offers the first two; the others can be set through Graph only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Apply {
    /// On create and on update (`Always`).
    #[default]
    Always,
    /// Only during object creation (`ObjectAddOnly`).
    OnlyDuringCreation,
    /// Values are added to a multi-valued target, never taken away (`MultiValueAddOnly`).
    MultiValueAddOnly,
    /// Values are added, never replaced (`ValueAddOnly`).
    ValueAddOnly,
    /// Only where the target has no value yet (`AttributeAddOnly`).
    AttributeAddOnly,
}

impl Apply {
    /// *Apply this mapping*, as the portal names it; where the portal has no words for it, as Graph does.
    pub fn label(self) -> &'static str {
        match self {
            Apply::Always => "Always",
            Apply::OnlyDuringCreation => "Only during object creation",
            Apply::MultiValueAddOnly => "MultiValueAddOnly",
            Apply::ValueAddOnly => "ValueAddOnly",
            Apply::AttributeAddOnly => "AttributeAddOnly",
        }
    }
}

/// When a value flows (Graph: `flowBehavior`); the portal does not show it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FlowBehavior {
    /// When the source value changed (`FlowWhenChanged`).
    #[default]
    WhenChanged,
    /// At every cycle (`FlowAlways`).
    Always,
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
    /// *Default value if null*: used on create only, where the source is null or empty (`entra-scim-client.md` §8.3).
    /// With [`Source::None`] every created user gets it. An empty text is no default value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default_value: Option<String>,
    /// *Matching precedence*, 1 first; `None` where the attribute is not used for matching (Graph: `matchingPriority`
    /// 0). Each is asked alone, as a filter `eq`, until one finds the user (`graph/README.md` §6).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub matching_precedence: Option<u32>,
    /// *Apply this mapping*.
    #[serde(default, skip_serializing_if = "is_default")]
    pub apply: Apply,
    /// Graph's `flowBehavior`.
    #[serde(default, skip_serializing_if = "is_default")]
    pub flow_behavior: FlowBehavior,
    /// Graph's `exportMissingReferences`: whether a reference is sent though the referenced user is not in the target.
    /// Microsoft keeps it for itself; Onramp carries it and never sets it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub export_missing_references: bool,
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
            flow_behavior: FlowBehavior::WhenChanged,
            export_missing_references: false,
        }
    }

    /// This row, edited in the portal's fields, with what those do not show as `before` has it: `flowBehavior`,
    /// `exportMissingReferences`, and a way of applying that only Graph can set, which is shown as *Always*.
    #[must_use]
    pub fn keeping_hidden(self, before: &Self) -> Self {
        let shown = matches!(before.apply, Apply::Always | Apply::OnlyDuringCreation);
        Self {
            apply: if shown || self.apply != Apply::Always { self.apply } else { before.apply },
            flow_behavior: before.flow_behavior,
            export_missing_references: before.export_missing_references,
            ..self
        }
    }

    /// A constant mapping, always applied.
    pub fn constant(target: &str, text: &str) -> Self {
        Self::of(target, Source::Constant(text.to_owned()))
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
