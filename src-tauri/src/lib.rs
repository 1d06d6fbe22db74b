//! Onramp's window: a builder, managed state, and commands that translate and call. It decides nothing.

mod adapters;
mod commands;
mod state;

use std::process::ExitCode;

use tauri::Manager;
use tauri_specta::{Builder, ErrorHandlingMode, collect_commands};

/// Every command, once: the handler and the generated bindings both come from this list.
pub fn commands() -> Builder<tauri::Wry> {
    Builder::<tauri::Wry>::new().error_handling(ErrorHandlingMode::Result).disable_serde_phases().commands(
        collect_commands![
            commands::start::get_state,
            commands::start::start_practice,
            commands::start::go_to_step,
            commands::start::start_over,
            commands::preferences::get_preferences,
            commands::preferences::set_theme,
            commands::connect_ramp::save_connection,
            commands::connect_ramp::probe_ramp,
            commands::connect_ramp::get_probe,
            commands::connect_entra::get_entra,
            commands::connect_entra::connect_practice_entra,
            commands::connect_entra::save_entra_choices,
            commands::connect_entra::find_assignees,
            commands::network::get_network,
            commands::network::save_network,
            commands::practice_tokens::generate_practice_token,
            commands::practice::get_practice_settings,
            commands::practice::set_practice_settings,
            commands::practice::get_practice_status,
            commands::practice::get_practice_options,
            commands::practice::set_practice_options,
            commands::practice::get_practice_sync,
            commands::practice_tokens::get_practice_tokens,
            commands::practice_tokens::rotate_practice_token,
            commands::practice_tokens::revoke_practice_token,
            commands::practice_tokens::disconnect_practice,
            commands::practice_events::get_practice_news,
            commands::practice_events::get_run_events,
            commands::practice_events::confirm_practice_email,
            commands::mappings::get_mappings,
            commands::mappings::examine_row,
            commands::mappings::get_source_attributes,
            commands::mappings::get_functions,
            commands::mappings::complete_expression,
            commands::mappings::get_signature,
            commands::mappings::explain_name,
            commands::mappings::format_expression,
            commands::mappings::undo_mappings,
            commands::mappings::redo_mappings,
            commands::mappings::save_row,
            commands::mappings::remove_row,
            commands::mappings::fix_row,
            commands::mappings::get_planned_fixes,
            commands::mappings::fix_all,
            commands::mappings::apply_remedy,
            commands::mappings::reset_mappings,
            commands::mappings::get_role_sync,
            commands::mappings::switch_role_sync,
            commands::scope::examine_scope,
            commands::scope::save_scope,
            commands::scope::save_actions,
            commands::scope::get_scope_operators,
            commands::mappings::get_mapping_changes,
            commands::mappings::open_mapping_file,
            commands::mappings::preview_import,
            commands::mappings::import_mappings,
            commands::mappings::export_mappings,
            commands::mappings::save_mapping_file,
            commands::preview::list_people,
            commands::preview::get_preview_key,
            commands::preview::preview_person,
            commands::test_user::get_test_run,
            commands::test_user::dry_run_user,
            commands::test_user::provision_user,
            commands::test_user::clean_up_user,
            commands::scope_start::plan_entra,
            commands::scope_start::apply_entra,
            commands::scope_start::undo_entra,
            commands::scope_start::get_entra_runs,
            commands::scope_start::get_entra_job,
            commands::scope_start::get_entra_logs,
            commands::scope_start::get_entra_drift,
            commands::scope_start::provision_through_entra,
            commands::scope_start::pause_entra,
            commands::scope_start::advance_practice,
            commands::done::get_summary,
        ],
    )
}

/// Opens the window and runs until it is closed.
pub fn run() -> ExitCode {
    tracing_subscriber::fmt()
        .with_env_filter(
            tracing_subscriber::EnvFilter::try_from_env("ONRAMP_LOG")
                .unwrap_or_else(|_| "warn,onramp=info".into()),
        )
        .with_writer(std::io::stderr)
        .init();
    let commands = commands();
    let built = tauri::Builder::default()
        .plugin(tauri_plugin_store::Builder::default().build())
        .plugin(tauri_plugin_dialog::init())
        .invoke_handler(commands.invoke_handler())
        .setup(move |app| {
            commands.mount_events(app);
            let data = app.path().app_data_dir()?;
            app.manage(tauri::async_runtime::block_on(state::Window::open(data))?);
            Ok(())
        })
        .run(tauri::generate_context!());
    match built {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!(%error, "the window could not be opened");
            ExitCode::FAILURE
        }
    }
}
