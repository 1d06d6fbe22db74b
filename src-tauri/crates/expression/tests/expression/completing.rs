//! What an editor shows at the caret, which stands at `|`.

use onramp_expression::{
    Candidate, CandidateKind, Completion, Place, Span, Subject, complete, function, hover,
};

fn at(marked: &str) -> (String, Completion) {
    let offset = marked.find('|').unwrap();
    let text = marked.replacen('|', "", 1);
    let completion = complete(&text, offset);
    (text, completion)
}

#[test]
fn places_are_told_by_what_stands_around() {
    use Place::{After, Attribute, Nothing, Text, Value};
    for (marked, place, replaced) in [
        ("|", Value, ""),
        ("To|Low", Value, "ToLow"),
        ("ToLower(|", Value, ""),
        ("ToLower(|)", Value, ""),
        ("Append([a], |)", Value, ""),
        ("Append([a], Tri|)", Value, "Tri"),
        ("IIF([a] = |", Value, ""),
        ("[|", Attribute, ""),
        ("[|]", Attribute, ""),
        ("[gi|", Attribute, "gi"),
        ("ToLower([gi|ven])", Attribute, "given"),
        ("Append([gi|, \"x\")", Attribute, "gi"),
        ("[given]|", After, ""),
        ("ToLower([a] |)", After, ""),
        ("IIF([a] e|", After, "e"),
        (r#"Append([a], "|")"#, Text, ""),
        (r#"Append([a], "b|c")"#, Text, "bc"),
        (r#"Append([a], "b|"#, Text, "b"),
        (r#"Append([a], "b"|)"#, After, ""),
        ("Left([a], 1|)", Nothing, ""),
        ("// x|", Nothing, ""),
    ] {
        let (text, completion) = at(marked);
        let Span { start, end } = completion.replace;
        assert_eq!((completion.place, &text[start..end]), (place, replaced), "{marked}");
    }
}

#[test]
fn what_is_missing_around_the_place_is_told() {
    for (marked, closed) in
        [("[a|", false), ("[a|]", true), (r#"Trim("a|"#, false), (r#"Trim("a|")"#, true), ("Tri|", true)]
    {
        assert_eq!(at(marked).1.closed, closed, "{marked}");
    }
}

#[test]
fn the_parameter_at_the_caret_is_known() {
    for (marked, expected) in [
        ("|Trim([a])", None),
        ("Trim|([a])", None),
        ("Trim(|[a])", Some(("Trim", 0, Some("value"), 0))),
        ("Trim([a])|", None),
        ("Append([a], Trim(|", Some(("Trim", 0, Some("value"), 0))),
        ("Append(Trim([a]), |", Some(("Append", 1, Some("suffix"), 0))),
        (r#"Switch([a], , "k|", "v")"#, Some(("Switch", 2, Some("key"), 1))),
        (r#"Switch([a], , "k", "v", "l", |"#, Some(("Switch", 5, Some("value"), 2))),
        ("Append([a], [b], |", Some(("Append", 2, None, 0))),
        (r#"Append("Trim(|", [b])"#, Some(("Append", 0, Some("source"), 0))),
        ("append([a], |", Some(("Append", 1, Some("suffix"), 0))),
        ("Frob(|", None),
        ("Append((|", None),
    ] {
        let call = at(marked).1.call.map(|call| {
            (call.function.name, call.slot, call.parameter().map(|parameter| parameter.name), call.round)
        });
        assert_eq!(call, expected, "{marked}");
    }
}

#[test]
fn functions_come_with_signature_and_place_for_the_caret() {
    let (_, completion) = at("Left([a], |");
    let first = &completion.candidates[0];
    // What gives a number comes first where a number belongs.
    assert_eq!((first.kind, first.label.as_str()), (CandidateKind::Function, "BitAnd"));
    let len = completion.candidates.iter().find(|candidate| candidate.label == "Len").unwrap();
    assert_eq!((len.insert.as_str(), len.caret, len.signature.as_str()), ("Len()", 4, "Len(String)"));
    assert!(len.summary.ends_with('.'));
    let (_, completion) = at("Tri|([a])");
    let trim = completion.candidates.iter().find(|candidate| candidate.label == "Trim").unwrap();
    assert_eq!((trim.insert.as_str(), trim.caret), ("Trim", 4));
    // Without parameters there is nothing to write between the parentheses.
    let inside = |candidate: &&Candidate| {
        function(&candidate.label).is_some_and(|function| !function.parameters.is_empty())
    };
    let (_, completion) = at("Gui|");
    for candidate in &completion.candidates {
        let behind = candidate.insert.len() - candidate.caret;
        assert_eq!(behind, usize::from(inside(&candidate)), "{candidate:?}");
    }
}

#[test]
fn operators_come_where_a_condition_is() {
    let labels = |marked: &str| -> Vec<String> {
        at(marked).1.candidates.into_iter().map(|candidate| candidate.label).collect()
    };
    assert_eq!(labels("IIF([a] |"), ["=", "<>", ">", ">=", "<", "<="]);
    assert_eq!(labels("Append([a] |"), Vec::<String>::new());
    assert_eq!(labels("[|]"), Vec::<String>::new());
}

#[test]
fn hovering_tells_what_stands_there() {
    let text = r#"IIF([a] <> "x", ToLower([b]), Mid([c], 1, 2))"#;
    let told = |part: &str| {
        hover(text, text.find(part).unwrap()).map(|hover| {
            let subject = match hover.subject {
                Subject::Function(site) => format!("function {}", site.function.name),
                Subject::Attribute(name) => format!("attribute {name}"),
                Subject::Constant(Some(site)) => {
                    format!("{} of {}", site.parameter().unwrap().name, site.function.name)
                }
                Subject::Constant(None) => "constant".to_owned(),
                Subject::Operator(operator) => format!("operator {}", operator.as_str()),
            };
            (text[hover.span.start..hover.span.end].to_owned(), subject)
        })
    };
    let some = |span: &str, subject: &str| Some((span.to_owned(), subject.to_owned()));
    assert_eq!(told("IIF"), some("IIF", "function IIF"));
    assert_eq!(told("a]"), some("[a]", "attribute a"));
    assert_eq!(told("<>"), some("<>", "operator <>"));
    assert_eq!(told("\"x\""), some("\"x\"", "constant"));
    assert_eq!(told("Lower"), some("ToLower", "function ToLower"));
    assert_eq!(told("1, 2"), some("1", "start of Mid"));
    assert_eq!(told(", Mid"), None);
    assert_eq!(hover(text, 10_000), None);
    assert_eq!(hover("", 0), None);
}
