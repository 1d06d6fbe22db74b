//! Upper and lower case.

use icu_properties::CodePointMapData;
use icu_properties::props::{GeneralCategory, GeneralCategoryGroup};

use super::text::map_text;
use super::{Family, Function, Kind, Page, Parameter, Returns, example, optional, required};
use crate::casing::Culture;
use crate::diacritics;
use crate::diagnostic::{Code, Diagnostic};
use crate::evaluate::{Args, Stop};
use crate::syntax::{Arg, Call, Expr};
use crate::value::Value;

const PARAMETERS: &[Parameter] = &[
    required("source", Kind::Text, "the text"),
    optional("culture", Kind::Text, "language and region whose rules apply, such as tr-TR"),
];

pub(super) const FUNCTIONS: &[Function] = &[
    Function {
        name: "ToLower",
        family: Family::Letters,
        summary: "Turns all letters into lower case, by the rules of a culture where one is named.",
        parameters: PARAMETERS,
        repeat: None,
        returns: Returns::Text,
        page: Page::Reference,
        caution: "",
        examples: &[
            example("ToLower([mail])", &[("mail", "Ada@Example.com")], "ada@example.com"),
            example(r#"ToLower("TITLE", "tr-TR")"#, &[], "tıtle"),
        ],
        rule: None,
        run: |args| {
            let culture = culture(args)?;
            map_text(args, |text| culture.lower(text))
        },
    },
    Function {
        name: "ToUpper",
        family: Family::Letters,
        summary: "Turns all letters into upper case, by the rules of a culture where one is named.",
        parameters: PARAMETERS,
        repeat: None,
        returns: Returns::Text,
        page: Page::Reference,
        caution: "",
        examples: &[example("ToUpper([country])", &[("country", "us")], "US")],
        rule: None,
        run: |args| {
            let culture = culture(args)?;
            map_text(args, |text| culture.upper(text))
        },
    },
    Function {
        name: "PCase",
        family: Family::Letters,
        summary: "Turns the first letter of each word into upper case and all others into lower case. Blanks, punctuation \
                  and symbols separate words; where separators are given, only those do.",
        parameters: &[
            required("source", Kind::Text, "the text"),
            optional("wordSeparators", Kind::Text, "the characters between words"),
        ],
        repeat: None,
        returns: Returns::Text,
        page: Page::Reference,
        caution: "Microsoft's page contradicts itself on an apostrophe: here a letter behind one is raised too.",
        examples: &[
            example(r#"PCase("hello-world")"#, &[], "Hello-World"),
            example(r#"PCase("MARY-ANN KING", " ")"#, &[], "Mary-ann King"),
        ],
        rule: None,
        run: p_case,
    },
    Function {
        name: "NormalizeDiacritics",
        family: Family::Letters,
        summary: "Takes the marks off Latin letters: ü becomes u, ø becomes oe, ß becomes ss.",
        parameters: &[required("source", Kind::Text, "the text")],
        repeat: None,
        returns: Returns::Text,
        page: Page::Reference,
        caution: "Letters that are not in Microsoft's table, such as đ and Vietnamese ones, may come through unchanged.",
        examples: &[example("NormalizeDiacritics([givenName])", &[("givenName", "Zoë")], "Zoe")],
        rule: Some(diacritics_rule),
        run: |args| map_text(args, diacritics::strip),
    },
];

fn culture(args: &Args<'_>) -> Result<Culture, Stop> {
    let name = args.text(1)?.unwrap_or_default();
    Culture::named(&name).ok_or_else(|| args.stop(1, Code::BadCulture { culture: name.to_string() }))
}

fn p_case(args: &Args<'_>) -> Result<Value, Stop> {
    let separators = if args.given(1) { args.text(1)? } else { None };
    let separates = |c: char| match &separators {
        Some(given) => given.contains(c),
        None => separates_words(c),
    };
    let culture = Culture::Invariant;
    map_text(args, |text| {
        let mut first = true;
        let mut out = String::with_capacity(text.len());
        for c in text.chars() {
            out.push(if first { culture.upper_char(c) } else { culture.lower_char(c) });
            first = separates(c);
        }
        out
    })
}

/// The categories that the page lists: separators, control and format characters, punctuation and symbols.
fn separates_words(c: char) -> bool {
    use GeneralCategoryGroup as Group;
    let separators = Group::Separator
        .union(Group::Punctuation)
        .union(Group::Symbol)
        .union(Group::Control)
        .union(Group::Format);
    separators.contains(CodePointMapData::<GeneralCategory>::new().get(c))
}

fn diacritics_rule(call: &Call, out: &mut Vec<Diagnostic>) {
    if let Some(Arg::Given(Expr::Text { value, span })) = call.args.first()
        && value.chars().any(diacritics::is_unlisted)
    {
        let about = "what NormalizeDiacritics makes of letters that are not in its table";
        out.push(Diagnostic::new(Code::PagesDisagree { about }, *span));
    }
}
