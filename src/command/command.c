#include "command/internal.h"

static const struct command commands[] = {
    {"init", "", "makes a site in an empty directory", command_init,
     .flags = {{"demo", NULL, "with stories and flashes to look at"},
               {"title", "T", "the site's name"},
               {"editions", "en,es,ar", "its languages, in the order of the menu"},
               {"url", "https://…", "its public address; becomes site_url in stoppress.conf"}}},
    {"serve", "", "serves the site until SIGTERM", command_serve},
    {"import", "FORMAT FILE…",
     "takes stories from files; safe to run again. FORMAT is jsonl, wxr or html", command_import, 2,
     SIZE_MAX,
     .flags = {{"publish", NULL, "publish all of them (default: as the file says)"},
               {"draft", NULL, "publish none of them"},
               {"edition", "E", "their edition where the file does not say"},
               {"media", "DIR", "where the pictures are (WordPress: wp-content/uploads)"},
               {"sections", NULL, "WordPress: make categories sections, not topics"}}},
    {"export", "FORMAT OUT",
     "writes every story into one file, while it runs; OUT - is the output. FORMAT is jsonl or wxr",
     command_export, 2, 2, .flags = {{"media", "DIR", "where the pictures' files go"}}},
    {"token", "", "prints a bearer token for the API", command_token,
     .flags = {{"user", "EMAIL", "whose token; made with --role if unknown"},
               {"name", "N", "what it is for"},
               {"role", "R", "reporter, editor or administrator"}}},
    {"user", "add EMAIL | list | disable EMAIL | enable EMAIL | reset EMAIL",
     "adds, lists and disables staff; reset gives a new one-time link", command_user, 1, 2,
     .flags = {{"role", "R", "reporter, editor or administrator"}, {"name", "N", "their name"}}},
    {"backup", "OUT", "writes the whole site into one file, while it runs", command_backup, 1, 1},
    {"restore", "FILE", "makes a site of a backup, where there is none", command_restore, 1, 1},
    {"check", "", "database and settings; 0 only if all is well", command_check},
    {"migrate", "", "brings the database to this version of the program", command_migrate},
    {"picture-worker", "", "decodes pictures; serve starts it, nobody else", command_picture_worker,
     .without_data = true},
    {"version", "", "version, build and libraries", command_version, .without_data = true},
    {"help", "", "this", command_help, .without_data = true},
};

// ── usage ─────────────────────────────────────────────────────────────────────────────────────

static void show_command(FILE *to, const struct command *command)
{
    fprintf(to, "stoppress %s%s%s%s\n  %s\n", command->name, command->words[0] ? " " : "",
            command->words, command->without_data ? "" : " --data DIR", command->sentence);
    for (const struct flag *flag = command->flags; flag < command->flags + FLAGS_MAX && flag->name;
         flag++)
        fprintf(to, "  --%s%s%s  %s\n", flag->name, flag->value ? " " : "",
                flag->value ? flag->value : "", flag->sentence);
}

static void show_settings(FILE *to, struct arena *mem)
{
    enum { SETTINGS_MAX = 256 };
    struct settings none = {.origins = arena_array(mem, enum setting_origin, SETTINGS_MAX)};
    struct setting_shown *shown;
    size_t count = settings_show(mem, &none, &shown);
    fputs("Settings: a flag, STOPPRESS_NAME in the environment, a line in DIR/stoppress.conf:\n",
          to);
    for (size_t i = 0; i < count; i++)
        fprintf(to, "  %-28s %s\n", shown[i].name, shown[i].sentence);
}

bool command_help(struct job *job, struct call *call)
{
    printf("Stoppress, a news publishing system.\n\n");
    for (size_t i = 0; i < ARRAY_LEN(commands); i++)
        show_command(stdout, &commands[i]);
    putchar('\n');
    show_settings(stdout, &job->mem);
    return true;
}

// ── what was said ─────────────────────────────────────────────────────────────────────────────

struct str call_flag(const struct call *call, const char *name, bool *given)
{
    for (size_t i = 0; i < FLAGS_MAX && call->command->flags[i].name; i++) {
        if (strcmp(call->command->flags[i].name, name) != 0)
            continue;
        if (given)
            *given = call->given[i];
        return call->values[i];
    }
    assert(!"a flag that the command's table does not have");
    return STR_NONE;
}

bool call_has(const struct call *call, const char *name)
{
    bool given = false;
    call_flag(call, name, &given);
    return given;
}

static const struct command *find_command(const char *name)
{
    for (size_t i = 0; i < ARRAY_LEN(commands); i++) {
        if (strcmp(commands[i].name, name) == 0)
            return &commands[i];
    }
    return NULL;
}

// --name VALUE or --name=VALUE. *used: how many arguments that was.
static bool read_flag(struct job *job, struct call *call, int argc, char **argv, int at, int *used)
{
    struct str name = str_after(str_from(argv[at]), 2), value = STR_NONE;
    bool has_value = str_split(name, '=', &name, &value);
    for (size_t i = 0; i < FLAGS_MAX && call->command->flags[i].name; i++) {
        const struct flag *flag = &call->command->flags[i];
        if (!str_is(name, flag->name))
            continue;
        if (!flag->value && has_value)
            return job_fail(job, FAULT_BAD_INPUT, "--%s takes no value", flag->name);
        *used = flag->value && !has_value ? 2 : 1;
        if (at + *used > argc)
            return job_fail(job, FAULT_BAD_INPUT, "--%s needs a value: --%s %s", flag->name,
                            flag->name, flag->value);
        call->values[i] = *used == 2 ? str_from(argv[at + 1]) : value;
        call->given[i] = true;
        return true;
    }
    return job_fail(job, FAULT_BAD_INPUT, "%s does not know --" STR_FMT, call->command->name,
                    STR_ARG(name));
}

// The directory is always said, never guessed: a site is not made in whatever directory one is in.
static bool says_data(const struct call *call)
{
    for (int i = 2; i < call->argc && strcmp(call->argv[i], "--") != 0; i++) {
        if (strcmp(call->argv[i], "--data") == 0 || strncmp(call->argv[i], "--data=", 7) == 0)
            return true;
    }
    return getenv("STOPPRESS_DATA");
}

static bool read_words(struct job *job, struct call *call, int argc, char **argv)
{
    call->words = arena_array(call->mem, struct str, (size_t)argc);
    bool only_words = false;
    for (int i = 0, used = 1; i < argc; i += used, used = 1) {
        if (!only_words && strcmp(argv[i], "--") == 0)
            only_words = true;
        else if (only_words || strncmp(argv[i], "--", 2) != 0)
            call->words[call->words_count++] = str_from(argv[i]);
        else if (!read_flag(job, call, argc, argv, i, &used))
            return false;
    }
    const struct command *command = call->command;
    if (call->words_count < command->words_min || call->words_count > command->words_max)
        return job_fail(job, FAULT_BAD_INPUT, "%s is said like this: stoppress %s %s",
                        command->name, command->name, command->words);
    if (!command->without_data && !says_data(call))
        return job_fail(job, FAULT_BAD_INPUT, "%s needs --data DIR, the site's directory",
                        command->name);
    return true;
}

// ── running ───────────────────────────────────────────────────────────────────────────────────

static bool asks_for_help(int argc, char **argv)
{
    for (int i = 2; i < argc; i++) {
        if (strcmp(argv[i], "--") == 0)
            return false;
        if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0)
            return true;
    }
    return false;
}

static bool run(struct job *job, struct call *call)
{
    // settings_load takes its flags out; the original stays for reading them again.
    int argc = call->argc;
    char **argv = arena_array(call->mem, char *, (size_t)argc + 1);
    struct settings *settings = arena_new(call->mem, struct settings);
    for (int i = 0; i < argc; i++)
        argv[i] = call->argv[i];
    call->settings = settings;
    return settings_load(job, call->mem, &argc, argv, settings) &&
           read_words(job, call, argc - 2, argv + 2) && call->command->run(job, call);
}

static int wrong_usage(const char *what)
{
    fprintf(stderr, "stoppress: %s\nstoppress help says what can be said.\n", what);
    return 2;
}

int command_main(int argc, char **argv, const struct command_server *server)
{
    if (argc < 2)
        return wrong_usage("say what to do: stoppress COMMAND --data DIR …");
    bool is_help = strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0;
    bool is_version = strcmp(argv[1], "--version") == 0;
    const struct command *command = find_command(is_help      ? "help"
                                                 : is_version ? "version"
                                                              : argv[1]);
    if (!command) {
        fprintf(stderr, "stoppress: there is no command \"%.60s\"\n", argv[1]);
        return wrong_usage("say what to do: stoppress COMMAND --data DIR …");
    }
    if (asks_for_help(argc, argv)) {
        show_command(stdout, command);
        return 0;
    }
    struct arena mem;
    arena_start(&mem);
    AUTO_JOB job;
    job_start(&job, clock_unix_ms());
    struct call call = {
        .command = command, .mem = &mem, .argc = argc, .argv = argv, .server = server};
    bool ok = run(&job, &call);
    fflush(stdout);
    if (!ok)
        fprintf(stderr, "stoppress %s: %s\n", command->name, job.fault.text);
    arena_end(&mem);
    return ok ? 0 : job.fault.kind == FAULT_BAD_INPUT ? 2 : 1;
}
