//! The form that all commands have: arguments of the page in, a use case off the window's thread, its answer or error
//! out.

/// `name(argument: Type, …) -> Answer = |app| use case;`, each with its doc comment.
macro_rules! commands {
    ($(
        $(#[$doc:meta])*
        $name:ident($($argument:ident: $of:ty),* $(,)?) -> $answer:ty = |$app:pat_param| $act:expr;
    )*) => {
        $(
            $(#[$doc])*
            #[tauri::command]
            pub async fn $name(
                host: tauri::State<'_, super::Host>,
                $($argument: $of),*
            ) -> Result<$answer, coding_api::ApiError> {
                host.run(move |$app: &coding_api::App| $act).await
            }
        )*
    };
}

pub(super) use commands;
