//! App roles.

use super::{
    Family, Function, Kind, Page, Parameter, Returns, example, function, no_value, only_listed, required,
};
use crate::diagnostic::{Code, Diagnostic};
use crate::evaluate::{Args, Stop};
use crate::syntax::{Arg, Call, Expr};
use crate::value::{Members, Value};

const ATTRIBUTE: &str = "appRoleAssignments";

/// What every role object says its kind is.
const TYPE: &str = "WindowsAzureActiveDirectoryRole";

const PARAMETERS: &[Parameter] = &[Parameter {
    key: "source",
    ..required("[appRoleAssignments]", Kind::Values, "always the attribute appRoleAssignments")
}];

pub(super) const FUNCTIONS: &[Function] = &[
    Function {
        name: "SingleAppRoleAssignment",
        family: Family::Roles,
        summary: "Gives the name of the app role assigned to the person for this application.",
        parameters: PARAMETERS,
        repeat: None,
        returns: Returns::Text,
        page: Page::Reference,
        caution: "For people with one role: with several, Entra does not say which one it takes. Not together with the \
                  scope that syncs all users and groups.",
        examples: &[
            example(
                "SingleAppRoleAssignment([appRoleAssignments])",
                &[("appRoleAssignments", "Admin")],
                "Admin",
            ),
            no_value("SingleAppRoleAssignment([appRoleAssignments])", &[]),
        ],
        rule: Some(only_role_assignments),
        run: |args| Ok(args.text(0)?.map_or(Value::Null, |role| Value::Text(role.into_owned()))),
    },
    Function {
        name: "AppRoleAssignmentsComplex",
        family: Family::Roles,
        summary: "Gives a role object for each app role assigned to the person, none of them primary. Sent as an addition: \
                  a role taken away in Entra stays in the target.",
        parameters: PARAMETERS,
        repeat: None,
        returns: Returns::Roles,
        page: Page::Reference,
        caution: "Microsoft's pages show the objects in three shapes. Not together with the scope that syncs all users and \
                  groups.",
        examples: &[example(
            "Count(AppRoleAssignmentsComplex([appRoleAssignments]))",
            &[("appRoleAssignments", "Admin"), ("appRoleAssignments", "User")],
            "2",
        )],
        rule: Some(complex_roles),
        run: |args| role_objects(args, "displayName"),
    },
    Function {
        name: "AssertiveAppRoleAssignmentsComplex",
        family: Family::Roles,
        summary: "Gives a role object for each app role assigned to the person, none of them primary. Sent as a \
                  replacement: a role taken away in Entra goes in the target too.",
        parameters: PARAMETERS,
        repeat: None,
        returns: Returns::Roles,
        page: Page::Sibling,
        caution: "Microsoft's pages show the objects in three shapes. Not together with the scope that syncs all users and \
                  groups.",
        examples: &[example(
            "Count(AssertiveAppRoleAssignmentsComplex([appRoleAssignments]))",
            &[("appRoleAssignments", "Admin")],
            "1",
        )],
        rule: Some(complex_roles),
        run: |args| role_objects(args, "display"),
    },
    Function {
        name: "AppRoleAssignments",
        family: Family::Roles,
        summary: "Gives the names of the app roles assigned to the person.",
        parameters: &[required("source", Kind::Values, "the attribute appRoleAssignments")],
        repeat: None,
        returns: Returns::Values,
        page: Page::Graph,
        caution: "Listed by Microsoft Graph only, without a word on what it gives.",
        examples: &[example(
            r#"Join(",", AppRoleAssignments([appRoleAssignments]))"#,
            &[("appRoleAssignments", "Admin"), ("appRoleAssignments", "User")],
            "Admin,User",
        )],
        rule: Some(only_listed),
        run: |args| args.owned(0),
    },
];

/// One object per role, under the name that the variant's page gives to the role's name.
fn role_objects(args: &Args<'_>, name_key: &str) -> Result<Value, Stop> {
    let value = args.value(0)?;
    let roles: Vec<&str> = match &*value {
        Value::List(roles) => roles.iter().map(String::as_str).collect(),
        single => single.text().into_iter().collect(),
    };
    if roles.is_empty() {
        return Ok(Value::Null);
    }
    let object = |role: &&str| -> Members {
        vec![
            ("primary".to_owned(), Value::Bool(false)),
            ("type".to_owned(), Value::from(TYPE)),
            (name_key.to_owned(), Value::from(*role)),
            ("value".to_owned(), Value::from(*role)),
        ]
    };
    Ok(Value::Complex(roles.iter().map(object).collect()))
}

fn complex_roles(call: &Call, out: &mut Vec<Diagnostic>) {
    only_role_assignments(call, out);
    let about = "which attributes the role objects have";
    out.push(Diagnostic::new(Code::PagesDisagree { about }, call.name_span));
}

fn only_role_assignments(call: &Call, out: &mut Vec<Diagnostic>) {
    if let Some(Arg::Given(argument)) = call.args.first()
        && !matches!(argument, Expr::Attribute { name, .. } if name == ATTRIBUTE)
        && let Some(function) = function(&call.name)
    {
        let code = Code::OtherAttribute { function: function.name, expected: ATTRIBUTE };
        out.push(Diagnostic::new(code, argument.span()).suggesting(format!("[{ATTRIBUTE}]")));
    }
}
