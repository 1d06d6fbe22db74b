//! Upper and lower case.

use super::text::map_text;
use super::{Family, Function, Kind, Page, Parameter, Returns, example, optional, required};
use crate::casing::Culture;
use crate::diagnostic::Code;
use crate::evaluate::{Args, Stop};

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
];

fn culture(args: &Args<'_>) -> Result<Culture, Stop> {
    let name = args.text(1)?.unwrap_or_default();
    Culture::named(&name).ok_or_else(|| args.stop(1, Code::BadCulture { culture: name.to_string() }))
}
