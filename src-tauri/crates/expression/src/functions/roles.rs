//! App roles.

use super::{Family, Function, Kind, Page, Parameter, Returns, example, no_value, required};
use crate::diagnostic::{Code, Diagnostic};
use crate::syntax::{Arg, Call, Expr};
use crate::value::Value;

const ATTRIBUTE: &str = "appRoleAssignments";

pub(super) const FUNCTIONS: &[Function] = &[Function {
    name: "SingleAppRoleAssignment",
    family: Family::Roles,
    summary: "Gives the name of the app role assigned to the person for this application.",
    parameters: &[Parameter {
        key: "source",
        ..required("[appRoleAssignments]", Kind::Values, "always the attribute appRoleAssignments")
    }],
    repeat: None,
    returns: Returns::Text,
    page: Page::Reference,
    caution: "For people with one role: with several, Entra does not say which one it takes. Not together with the scope \
              that syncs all users and groups.",
    examples: &[
        example("SingleAppRoleAssignment([appRoleAssignments])", &[("appRoleAssignments", "Admin")], "Admin"),
        no_value("SingleAppRoleAssignment([appRoleAssignments])", &[]),
    ],
    rule: Some(only_role_assignments),
    run: |args| Ok(args.text(0)?.map_or(Value::Null, |role| Value::Text(role.into_owned()))),
}];

fn only_role_assignments(call: &Call, out: &mut Vec<Diagnostic>) {
    if let Some(Arg::Given(argument)) = call.args.first()
        && !matches!(argument, Expr::Attribute { name, .. } if name == ATTRIBUTE)
    {
        let code = Code::OtherAttribute { function: "SingleAppRoleAssignment", expected: ATTRIBUTE };
        out.push(Diagnostic::new(code, argument.span()).suggesting(format!("[{ATTRIBUTE}]")));
    }
}
