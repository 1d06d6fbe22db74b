//! What a plan holds.

use onramp_app::entra::{ActionStatus, Desired, DriftReport};
use onramp_mapping::{MappingTable, recommended};

use crate::support::{Sides, kinds};

#[tokio::test]
async fn a_first_plan_says_everything_and_does_nothing() {
    let sides = Sides::open().await;
    let before = sides.world.world.entra().snapshot().await.unwrap();
    let desired = Desired {
        notification_emails: vec!["it@contoso.example".to_owned()],
        ..sides.desired("Ramp pilot\nana.silva@contoso.example").await
    };
    let plan = sides.plan(&desired).await.unwrap();
    assert_eq!(
        kinds(&plan),
        [
            "create-application",
            "create-job",
            "save-connection",
            "save-mappings",
            "set-notification-emails",
            "assign",
            "assign",
            "start"
        ]
    );
    let start = plan.actions.last().unwrap();
    assert!(start.action.final_because.as_deref().unwrap().contains("Invites"), "{start:?}");
    let group = &plan.actions[5].action;
    assert!(group.summary.contains("the group Ramp pilot") && group.why.contains("R14"), "{group:?}");
    assert!(plan.guard.invited.count > 0, "{:?}", plan.guard);
    assert_eq!(plan.guard.deactivated.count, 0);
    assert_eq!(sides.world.world.entra().snapshot().await.unwrap(), before, "nothing is written");
    assert!(!format!("{plan:?}").contains(secrecy::ExposeSecret::expose_secret(&sides.token)));
}

#[tokio::test]
async fn the_plan_for_a_configured_tenant_is_empty() {
    let sides = Sides::open().await;
    let desired = sides.desired("Ramp pilot").await;
    sides.set_up(&desired).await;
    sides.world.world.entra().settled().await.unwrap();
    let plan = sides.plan(&desired).await.unwrap();
    assert_eq!(kinds(&plan), [""; 0], "{plan:#?}");
    let drift: DriftReport = sides.tenant.drift(&desired).await.unwrap();
    assert!(drift.none, "{drift:?}");
}

/// A slip somebody made in the portal, and what of the row the plan repairs.
type Slip = (&'static str, fn(&mut MappingTable), &'static [(&'static str, &'static str)]);

#[tokio::test]
async fn one_hand_made_slip_brings_exactly_its_repair() {
    let slips: [Slip; 3] = [
        (
            "username",
            |table| row(table, "userName").target = "username".to_owned(),
            &[("username", "Target attribute")],
        ),
        ("Update off", |table| table.actions.update = false, &[("", "Target Object Actions")]),
        (
            "wrong matching",
            |table| {
                row(table, "userName").matching_precedence = None;
                row(table, "externalId").matching_precedence = Some(1);
            },
            &[("userName", "Matching precedence"), ("externalId", "Matching precedence")],
        ),
    ];
    for (name, slip, repairs) in slips {
        let sides = Sides::open().await;
        let right = sides.desired("Ramp pilot").await;
        sides.set_up(&right).await;
        let mut table = recommended();
        slip(&mut table);
        sides.save_by_hand(&table).await;

        let plan = sides.plan(&right).await.unwrap();
        assert_eq!(kinds(&plan), ["save-mappings"], "{name}");
        let found: Vec<_> = plan.actions[0]
            .action
            .changes
            .iter()
            .flat_map(|change| {
                change.fields.iter().map(|field| (change.target.as_str(), field.label.as_str()))
            })
            .collect();
        assert_eq!(found.len(), repairs.len(), "{name}: {found:?}");
        for repair in repairs {
            assert!(found.contains(repair), "{name}: {found:?}");
        }
        assert!(!sides.tenant.drift(&right).await.unwrap().none, "{name}");
        sides.apply(&plan).await.unwrap();
        assert!(sides.tenant.drift(&right).await.unwrap().none, "{name}");
    }
}

fn row<'a>(table: &'a mut MappingTable, target: &str) -> &'a mut onramp_mapping::AttributeMapping {
    table.rows.iter_mut().find(|row| row.target == target).unwrap()
}

#[tokio::test]
async fn role_sync_waits_for_a_test_and_brings_its_app_roles() {
    let sides = Sides::open().await;
    let entra = sides.world.world.entra();
    let plain = sides.desired("ana.silva@contoso.example").await;
    sides.set_up(&plain).await;
    entra.settled().await.unwrap();
    let before = entra.snapshot().await.unwrap();

    let mut table = recommended();
    table.rows.push(onramp_mapping::roles::role_sync(&[]).candidates[0].row.clone());
    let untested = Desired { table, ..plain };
    assert_eq!(sides.plan(&untested).await.unwrap_err().code, "roles.not-tested");
    let desired = Desired { roles_tested: true, ..untested };
    let plan = sides.plan(&desired).await.unwrap();
    assert_eq!(kinds(&plan), ["add-app-roles", "save-mappings"]);
    let run = sides.apply(&plan).await.unwrap();
    entra.settled().await.unwrap();
    assert!(sides.tenant.drift(&desired).await.unwrap().none);
    let values = |tenant: &serde_json::Value| -> Vec<String> {
        let applications = tenant["applications"].as_object().unwrap().values().next().unwrap();
        let roles = applications["appRoles"].as_array().unwrap();
        roles.iter().map(|role| role["value"].as_str().unwrap_or("none").to_owned()).collect()
    };
    let with_roles = values(&entra.snapshot().await.unwrap());
    for role in onramp_mapping::roles::RAMP_ROLES {
        assert!(with_roles.contains(&role.value.to_owned()), "{with_roles:?}");
    }
    let undo = sides.tenant.undo(&run.id, &mut |_| {}).await.unwrap();
    assert!(undo.actions.iter().all(|action| action.status == ActionStatus::Undone), "{undo:#?}");
    assert_eq!(values(&entra.snapshot().await.unwrap()), values(&before));
    assert!(sides.tenant.drift(&Desired { table: recommended(), ..desired }).await.unwrap().none);
}

#[tokio::test]
async fn more_people_than_a_test_have_to_be_typed() {
    let sides = Sides::open().await;
    let desired = sides.desired("All employees").await;
    let plan = sides.plan(&desired).await.unwrap();
    let number = plan.guard.confirm.expect("a number to type");
    assert_eq!(number, plan.guard.affected());
    for typed in [None, Some(number - 1)] {
        let error = sides.apply_run(&plan.id, typed).await.unwrap_err();
        assert_eq!(error.code, "entra.not-confirmed");
    }
    sides.apply_run(&plan.id, Some(number)).await.unwrap();
}

#[tokio::test]
async fn a_first_set_up_with_ten_assignments_takes_25_requests_at_most() {
    let sides = Sides::open().await;
    let names: Vec<_> =
        sides.world.app.list_people().unwrap().into_iter().take(10).map(|person| person.key).collect();
    sides.tenant.exchanges();
    let desired = sides.desired(&names.join("\n")).await;
    let plan = sides.plan(&desired).await.unwrap();
    assert_eq!(plan.actions.iter().filter(|action| action.action.kind == "assign").count(), 10);
    sides.apply(&plan).await.unwrap();
    let exchanges = sides.tenant.exchanges();
    for exchange in &exchanges {
        let parts = exchange.request_body.as_ref().and_then(|body| body.get("requests")?.as_array());
        println!("{} {} ({} parts)", exchange.method, exchange.url, parts.map_or(1, Vec::len));
    }
    assert!(exchanges.len() <= 25, "{} requests", exchanges.len());
}
