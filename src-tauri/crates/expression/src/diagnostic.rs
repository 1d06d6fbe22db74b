//! What is wrong with an expression, as data; the words are in the module `message`.

use serde::Serialize;

use crate::functions::{Arity, Parameter};
use crate::syntax::{Operator, Span};

/// One finding about an expression. Its `Display` is [`message`](Self::message).
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.message())]
pub struct Diagnostic {
    /// What was found, with what its words are made from.
    pub code: Code,
    /// The part of the text it is about; what [`suggestion`](Self::suggestion) replaces. Empty where something is missing.
    pub span: Span,
    /// The part to underline: `span`, unless the fault shows elsewhere, as at the operator of a condition or at the call
    /// that has no end.
    pub label: Span,
    /// The stage that finds it.
    pub phase: Phase,
    /// Text to put in place of `span`, where a correction is likely. May be empty: remove the part.
    pub suggestion: Option<String>,
}

/// The stage at which Entra, too, would notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Phase {
    /// The spelling of the text.
    Parse,
    /// Functions, their arguments and their nesting: known without a person's attributes.
    Signature,
    /// Only with the attributes of a person.
    Evaluate,
}

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The expression has no meaning, or no value for this person.
    Error,
    /// It is evaluated, but most likely not what was meant.
    Warning,
    /// Worth knowing: Microsoft's pages leave open what Entra does, and the closest reading is taken here.
    Info,
}

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident $({ $($(#[$field_doc:meta])* $field:ident: $type:ty),+ })? = $text:literal, $phase:ident, $severity:ident;)+) => {
        /// What was found. The text of [`as_str`](Code::as_str) never changes once published.
        #[derive(Debug, Clone, PartialEq, Eq)]
        #[non_exhaustive]
        pub enum Code {
            $($(#[$doc])* $name $({ $($(#[$field_doc])* $field: $type),+ })?,)+
        }

        impl Code {
            /// The stable name.
            #[must_use]
            pub fn as_str(&self) -> &'static str {
                match self { $(Self::$name { .. } => $text,)+ }
            }

            /// The stage that finds it.
            #[must_use]
            pub fn phase(&self) -> Phase {
                match self { $(Self::$name { .. } => Phase::$phase,)+ }
            }

            /// How much it matters.
            #[must_use]
            pub fn severity(&self) -> Severity {
                match self { $(Self::$name { .. } => Severity::$severity,)+ }
            }
        }
    };
}

codes! {
    /// No text, or only white space.
    Blank = "blank", Parse, Error;
    /// More characters than Entra takes ([`MAX_CHARACTERS`](crate::MAX_CHARACTERS)).
    TooLong { /** Characters in the text. */ characters: usize } = "too-long", Parse, Error;
    /// Nested deeper than is read here ([`MAX_DEPTH`](crate::MAX_DEPTH)).
    TooDeep = "too-deep", Parse, Error;
    /// A character that is not of the language.
    UnexpectedCharacter { /** It. */ character: char } = "unexpected-character", Parse, Error;
    /// Something other than an argument where an argument belongs.
    ExpectedValue { /** What stands there; empty at the end of the text. */ found: String } = "expected-value", Parse, Error;
    /// Two arguments without a comma between them.
    MissingComma = "missing-comma", Parse, Error;
    /// A call without its closing parenthesis.
    UnclosedCall { /** The function. */ function: String } = "unclosed-call", Parse, Error;
    /// A function's name followed by its argument without parentheses, or by nothing.
    MissingParentheses { /** The function. */ function: &'static str } = "missing-parentheses", Parse, Error;
    /// A string without its opening quote.
    UnopenedText = "unopened-text", Parse, Error;
    /// A string without its closing quote.
    UnclosedText = "unclosed-text", Parse, Error;
    /// An attribute without its opening bracket.
    UnopenedAttribute = "unopened-attribute", Parse, Error;
    /// An attribute without its closing bracket.
    UnclosedAttribute = "unclosed-attribute", Parse, Error;
    /// `{mail}`: an attribute in the brackets of other languages.
    WrongBrackets = "wrong-brackets", Parse, Error;
    /// `[]`.
    EmptyAttribute = "empty-attribute", Parse, Error;
    /// A number that cannot be read, such as `&HG`.
    BadNumber { /** As written. */ text: String } = "bad-number", Parse, Error;
    /// Typographic quotes around a string.
    CurlyQuotes = "curly-quotes", Parse, Error;
    /// Single quotes around a string.
    SingleQuotes = "single-quotes", Parse, Error;
    /// `\"x\"`: quotes as JSON writes them inside a string.
    EscapedQuotes = "escaped-quotes", Parse, Error;
    /// `""x""`: quotes as tables write them inside a field.
    DoubledQuotes = "doubled-quotes", Parse, Error;
    /// `&quot;`, `&lt;`: an entity of a page's source.
    HtmlEntity { /** As written. */ entity: String } = "html-entity", Parse, Error;
    /// A comment.
    Comment = "comment", Parse, Error;
    /// A blank that is not the ordinary one, such as U+00A0.
    OddBlank { /** It. */ character: char } = "odd-blank", Parse, Warning;
    /// A character inside a string that nobody sees.
    HiddenCharacter { /** It. */ character: char } = "hidden-character", Parse, Warning;
    /// An expression that begins with `=`, as in a spreadsheet.
    LeadingEquals = "leading-equals", Parse, Error;
    /// Text put together with `+` or `&`.
    Concatenation { /** As written. */ operator: String } = "concatenation", Parse, Error;
    /// A bare word that is no constant of the language: usually an attribute without brackets or text without quotes.
    UnknownWord { /** As written. */ word: String } = "unknown-word", Parse, Error;
    /// `==`, `!=`, `=>`: an operator of other languages.
    UnknownOperator { /** As written. */ operator: String } = "unknown-operator", Parse, Error;
    /// AND, OR and NOT do not exist between conditions.
    LogicalOperator { /** As written. */ operator: String } = "logical-operator", Parse, Error;
    /// `a = b = c`.
    ChainedComparison = "chained-comparison", Parse, Error;
    /// Parentheses that are not a function's.
    Grouping = "grouping", Parse, Error;
    /// Something after the end of the expression.
    TrailingText = "trailing-text", Parse, Error;
    /// A backslash before something other than `"` or `\`: it is kept as a backslash.
    UnknownEscape { /** The character after the backslash. */ character: char } = "unknown-escape", Parse, Info;

    /// A function in other letters than Entra's reference writes it.
    FunctionCase { /** As written. */ name: String, /** As the reference writes it. */ meant: &'static str } = "function-case", Signature, Warning;
    /// No such function.
    UnknownFunction { /** As written. */ name: String } = "unknown-function", Signature, Error;
    /// Too few or too many arguments, or half a pair.
    ArgumentCount {
        /// The function.
        function: &'static str,
        /// What it takes.
        expected: Arity,
        /// Slots given, empty ones included.
        given: usize
    } = "argument-count", Signature, Error;
    /// Nothing in the slot of a required argument.
    EmptyRequired { /** The function. */ function: &'static str, /** The parameter. */ parameter: &'static str } = "empty-required", Signature, Error;
    /// A comparison where no condition is.
    ComparisonOutsideCondition = "comparison-outside-condition", Signature, Error;
    /// A bare word where the function takes none.
    WordNotAllowed { /** As written. */ word: String } = "word-not-allowed", Signature, Error;
    /// A function where Microsoft's pages rule it out.
    Nesting { /** The inner function. */ inner: &'static str, /** The outer function. */ outer: &'static str } = "nesting", Signature, Error;
    /// An argument other than the one attribute the function is for.
    OtherAttribute { /** The function. */ function: &'static str, /** The attribute. */ expected: &'static str } = "other-attribute", Signature, Warning;
    /// Two keys of one Switch are equal: the second is never reached.
    DoubledKey { /** As a constant of the language. */ key: String } = "doubled-key", Signature, Warning;
    /// A constant that what it is compared with is never equal to.
    NeverEqual { /** The constant. */ value: String, /** Why: a clause. */ because: &'static str } = "never-equal", Signature, Warning;
    /// A condition that comes out the same for everybody.
    AlwaysSame { /** How. */ holds: bool } = "always-same", Signature, Warning;
    /// An IIF that gives the same whether its condition holds or not.
    SameEitherWay = "same-either-way", Signature, Warning;
    /// A letter in a date format that other languages use, and that means nothing or something else here.
    DateFormatSlip { /** As written. */ written: char, /** What was meant. */ meant: char } = "date-format-slip", Signature, Warning;
    /// An expression in quotes is a constant: its own text flows.
    QuotedExpression = "quoted-expression", Signature, Warning;
    /// Microsoft's pages contradict each other or say nothing here.
    PagesDisagree { /** On what: a clause. */ about: &'static str } = "pages-disagree", Signature, Info;

    /// A constant that the function cannot use in this place.
    WrongConstant {
        /// The function.
        function: &'static str,
        /// The parameter.
        parameter: &'static Parameter,
        /// The constant.
        value: String
    } = "wrong-constant", Evaluate, Error;
    /// A function's result where another one cannot use it.
    WrongResult {
        /// The outer function.
        function: &'static str,
        /// Its parameter.
        parameter: &'static Parameter,
        /// The inner function.
        inner: &'static str
    } = "wrong-result", Evaluate, Error;
    /// Text where a number is needed.
    NotANumber { /** The value. */ value: String } = "not-a-number", Evaluate, Error;
    /// A number outside what the function can use.
    OutOfRange { /** The function. */ function: &'static str, /** The value. */ value: i64 } = "out-of-range", Evaluate, Error;
    /// Several values where one is needed.
    SeveralValues { /** How many. */ count: usize } = "several-values", Evaluate, Error;
    /// A condition that is neither true nor false.
    NotACondition { /** The value; null is `None`. */ value: Option<String> } = "not-a-condition", Evaluate, Error;
    /// `>` and its like between values that are not both numbers.
    NotComparable { /** The operator. */ operator: Operator } = "not-comparable", Evaluate, Error;
    /// A culture name that is none.
    BadCulture { /** As given. */ culture: String } = "bad-culture", Evaluate, Error;
    /// The clock is asked and nobody told the time.
    NoClock = "no-clock", Evaluate, Error;
    /// `DefaultDomain` without a default domain.
    NoDefaultDomain = "no-default-domain", Evaluate, Error;
    /// Every value that `SelectUniqueValue` may take is taken in the target.
    AllTaken { /** How many values were tried. */ count: usize } = "all-taken", Evaluate, Error;
    /// The minimums of `RandomString` add up to more than its length.
    MinimumsExceedLength { /** Their sum. */ sum: i64, /** The length. */ length: i64 } = "minimums-exceed-length", Evaluate, Error;
    /// `RandomString` may use no character of a kind it needs.
    NothingToDraw { /** Which kind. */ kind: &'static str } = "nothing-to-draw", Evaluate, Error;
    /// `Error` was evaluated.
    Raised { /** Its message. */ message: String } = "raised", Evaluate, Error;
    /// Text that is no date.
    NotADate { /** The value; empty when there is none. */ value: String } = "not-a-date", Evaluate, Error;
    /// A date from before year 1 or after year 9999, or one that a Windows file time cannot hold.
    DateOutOfRange = "date-out-of-range", Evaluate, Error;
    /// Text that does not have the format it is said to have.
    DateFormatMismatch { /** The text. */ value: String, /** The format. */ format: String } = "date-format-mismatch", Evaluate, Error;
    /// A date format that is none.
    BadDateFormat { /** As given. */ format: String } = "bad-date-format", Evaluate, Error;
    /// An interval that `DateAdd` and `DateDiff` do not know.
    BadInterval { /** As given. */ interval: String } = "bad-interval", Evaluate, Error;
    /// A choice that the parameter does not offer.
    BadOption { /** As given. */ value: String, /** What there is to choose. */ options: &'static str } = "bad-option", Evaluate, Error;
    /// Text that is not base64.
    BadBase64 = "bad-base64", Evaluate, Error;
    /// Text that holds no security identifier.
    BadSid = "bad-sid", Evaluate, Error;
    /// An empty text to look for.
    EmptySearch = "empty-search", Evaluate, Error;
    /// A regular expression that cannot be read.
    BadPattern { /** The pattern. */ pattern: String, /** A clause. */ why: String } = "bad-pattern", Evaluate, Error;
    /// A group that the regular expression does not have.
    UnknownGroup { /** Its name. */ group: String } = "unknown-group", Evaluate, Error;
    /// A regular expression that tries too many ways on this text.
    PatternTooCostly = "pattern-too-costly", Evaluate, Error;
    /// Slots of `Replace` that choose none of its modes.
    ReplaceMode = "replace-mode", Signature, Error;
    /// More work than one evaluation may take ([`MAX_WORK`](crate::MAX_WORK)).
    TooMuchWork = "too-much-work", Evaluate, Error;
    /// A value that grew beyond what is kept ([`MAX_BYTES`](crate::MAX_BYTES)).
    TooLarge = "too-large", Evaluate, Error;
}

impl Diagnostic {
    /// A finding without a suggestion.
    #[must_use]
    pub fn new(code: Code, span: Span) -> Self {
        let phase = code.phase();
        Self { code, span, label: span, phase, suggestion: None }
    }

    /// The same with another part to underline.
    #[must_use]
    pub fn at(mut self, label: Span) -> Self {
        self.label = label;
        self
    }

    /// The same with a text to put in place of the span.
    #[must_use]
    pub fn suggesting(mut self, replacement: impl Into<String>) -> Self {
        self.suggestion = Some(replacement.into());
        self
    }

    /// How much it matters.
    #[must_use]
    pub fn severity(&self) -> Severity {
        self.code.severity()
    }

    /// Whether it keeps the expression from being evaluated.
    #[must_use]
    pub fn is_error(&self) -> bool {
        self.severity() == Severity::Error
    }

    /// One sentence for an administrator: what is wrong and, where known, what to write instead.
    #[must_use]
    pub fn message(&self) -> String {
        crate::message::message(self)
    }
}
