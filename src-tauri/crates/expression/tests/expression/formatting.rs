//! How an expression is laid out.

use onramp_expression::format;

#[test]
fn what_fits_stays_on_one_line() {
    assert_eq!(format("Append ([a] ,\n\"b\" )", 40), r#"Append([a], "b")"#);
    assert_eq!(format("  [mail]\n", 3), "[mail]");
}

#[test]
fn what_does_not_fit_gets_one_argument_a_line() {
    let text = r#"IIF(IsNullOrEmpty([mail]) = "True",ToLower([userPrincipalName]), Switch([country], , "DE", "Germany", "AT","Austria"))"#;
    assert_eq!(
        format(text, 40),
        r#"IIF(
    IsNullOrEmpty([mail]) = "True",
    ToLower([userPrincipalName]),
    Switch(
        [country], ,
        "DE", "Germany",
        "AT", "Austria"
    )
)"#
    );
    assert_eq!(
        format(r#"Replace([displayName], , "(?<first>[a-z]+) (?<last>[a-z]+)", , "${last}", , )"#, 50),
        r#"Replace(
    [displayName], ,
    "(?<first>[a-z]+) (?<last>[a-z]+)", ,
    "${last}", ,
)"#
    );
}

#[test]
fn constants_keep_their_spelling() {
    let text = r#"Append([givenName], "\d \" \\")"#;
    assert_eq!(format(text, 80), text);
    assert_eq!(format(text, 10), "Append(\n    [givenName],\n    \"\\d \\\" \\\\\"\n)");
}

#[test]
fn text_in_error_is_left_alone() {
    for text in ["Append( [a],", "Append( [a]   'b')", "", "  // x", "a  b"] {
        assert_eq!(format(text, 5), text);
    }
    // Unknown functions and wrong counts are no errors of spelling.
    assert_eq!(format("Frob( [a] )", 80), "Frob([a])");
}

#[test]
fn what_would_grow_too_long_is_left_alone() {
    let text = format!("Join(\"\",{})", "[a],".repeat(2_400));
    assert!(text.chars().count() <= 10_000);
    assert_eq!(format(&text, 20), text);
}
