//! Values made at random, from the seed of the context.

use super::{Family, Function, Kind, Page, Returns, example, optional, required};
use crate::diagnostic::Code;
use crate::draw::Draw;
use crate::evaluate::{Args, Stop};
use crate::value::Value;

/// The longest text that `RandomString` makes (`functions.json`).
const LONGEST: i64 = 256;

pub(super) const FUNCTIONS: &[Function] = &[
    Function {
        name: "Guid",
        family: Family::Generated,
        summary: "Makes a new random GUID.",
        parameters: &[],
        repeat: None,
        returns: Returns::Text,
        page: Page::Reference,
        caution: "Another value at each evaluation: not for an attribute that has to stay as it is.",
        examples: &[example("Len(Guid())", &[], "36")],
        rule: None,
        run: |args| Ok(Value::Text(args.random(guid))),
    },
    Function {
        name: "RandomString",
        family: Family::Generated,
        summary: "Makes a random text of a length, with at least so many characters of each kind and none of those to \
                  avoid.",
        parameters: &[
            required("Length", Kind::Number, "how many characters, at most 256"),
            required("MinimumNumbers", Kind::Number, "how many digits at least"),
            required("MinimumSpecialCharacters", Kind::Number, "how many special characters at least"),
            required("MinimumCapital", Kind::Number, "how many capital letters at least"),
            required("MinimumLowerCase", Kind::Number, "how many small letters at least"),
            optional("CharactersToAvoid", Kind::Text, "characters it must not have"),
        ],
        repeat: None,
        returns: Returns::Text,
        page: Page::Reference,
        caution: "Another value at each evaluation. The length may not be below the sum of the minimums.",
        examples: &[example("Len(RandomString(12, 2, 1, 2, 2))", &[], "12")],
        rule: None,
        run: random_string,
    },
];

/// A GUID of version 4, in small letters with hyphens.
fn guid(draw: &mut Draw) -> String {
    const VERSION: u128 = 0xF << 76;
    const VARIANT: u128 = 0b11 << 62;
    let bits = u128::from(draw.bits()) << 64 | u128::from(draw.bits());
    let bits = (bits & !VERSION & !VARIANT) | (4 << 76) | (0b10 << 62);
    let digits = format!("{bits:032x}");
    [&digits[..8], &digits[8..12], &digits[12..16], &digits[16..20], &digits[20..]].join("-")
}

/// The kinds of characters in the order of the parameters. A text beyond its minimums is filled with letters and digits.
const KINDS: [(&str, &str); 4] = [
    ("digit", "0123456789"),
    ("special character", "!#$%&()*+,-./:;<=>?@[]^_{|}~"),
    ("capital letter", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
    ("small letter", "abcdefghijklmnopqrstuvwxyz"),
];

fn random_string(args: &Args<'_>) -> Result<Value, Stop> {
    let not_negative = |slot: usize, most: i64| {
        let value = args.integer(slot)?;
        let out = || args.stop(slot, Code::OutOfRange { function: "RandomString", value });
        if (0..=most).contains(&value) { Ok(value) } else { Err(out()) }
    };
    let length = not_negative(0, LONGEST)?;
    let avoid = args.text(5)?.unwrap_or_default();
    let mut drawn = Vec::new();
    let mut sum = 0_i64;
    for (slot, (kind, all)) in (1..).zip(KINDS) {
        let least = not_negative(slot, i64::MAX)?;
        sum = sum.saturating_add(least);
        if sum > length {
            continue;
        }
        draw(args, &mut drawn, &without(all, &avoid), (least, kind))?;
    }
    if sum > length {
        return Err(args.stop(0, Code::MinimumsExceedLength { sum, length }));
    }
    let filling: String = [KINDS[0].1, KINDS[2].1, KINDS[3].1].concat();
    draw(args, &mut drawn, &without(&filling, &avoid), (length - sum, "letter or digit"))?;
    args.random(|random| random.shuffle(&mut drawn));
    Ok(Value::Text(drawn.into_iter().collect()))
}

fn without(all: &str, avoid: &str) -> Vec<char> {
    all.chars().filter(|c| !avoid.contains(*c)).collect()
}

fn draw(
    args: &Args<'_>,
    drawn: &mut Vec<char>,
    from: &[char],
    (count, kind): (i64, &'static str),
) -> Result<(), Stop> {
    for _ in 0..count {
        match args.random(|random| random.choice(from)) {
            Some(character) => drawn.push(character),
            None => return Err(args.fail(Code::NothingToDraw { kind })),
        }
    }
    Ok(())
}
