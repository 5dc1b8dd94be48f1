#include "settings/settings.h"

#include "text/url.h"

#include <errno.h>

enum { FILE_BYTES_MAX = 1 << 20 };

enum setting_type { TYPE_int, TYPE_bool, TYPE_text, TYPE_origin };

struct setting_rule {
    const char *name;
    enum setting_type type;
    size_t offset;
    int64_t min, max;
    const char *fallback; // as it would stand in the file
    const char *sentence;
};

// "256" out of 256, "\"\"" out of "": the fallback as it is written in the table.
#define WRITTEN(x) #x
static const struct setting_rule rules[] = {
#define SETTING(name, type, fallback, min, max, sentence)                                          \
    {#name, TYPE_##type, offsetof(struct settings, name), min, max, WRITTEN(fallback), sentence},
#include "settings/settings.def"
#undef SETTING
};

enum { RULES = ARRAY_LEN(rules) };

// Where a value was found, for the sentence when it is wrong.
struct source {
    enum setting_origin origin;
    const char *file;
    int line;
};

struct loading {
    struct job *job;
    struct arena *mem;
    struct settings *made;
};

static const struct setting_rule *find_rule(struct str name)
{
    for (size_t i = 0; i < RULES; i++) {
        if (str_is(name, rules[i].name))
            return &rules[i];
    }
    return NULL;
}

static struct str flag_name(struct arena *mem, const char *name)
{
    struct str flag = str_printf(mem, "--%s", name);
    char *at = str_c(mem, flag);
    for (size_t i = 0; i < flag.len; i++) {
        if (at[i] == '_')
            at[i] = '-';
    }
    return (struct str){at, flag.len};
}

static struct str environment_name(struct arena *mem, const char *name)
{
    struct str whole = str_printf(mem, "STOPPRESS_%s", name);
    char *at = str_c(mem, whole);
    for (size_t i = 0; i < whole.len; i++) {
        if (at[i] >= 'a' && at[i] <= 'z')
            at[i] = (char)(at[i] - 'a' + 'A');
    }
    return (struct str){at, whole.len};
}

// "page_cache_mb in DIR/stoppress.conf, line 3", "STOPPRESS_PAGE_CACHE_MB in the environment",
// "--page-cache-mb".
static struct str describe(struct loading *l, const struct setting_rule *rule,
                           const struct source *from)
{
    struct arena *mem = &l->job->mem;
    struct str name;
    switch (from->origin) {
    case SETTING_FILE:
        return str_printf(mem, "%s in %s, line %d", rule->name, from->file, from->line);
    case SETTING_ENVIRONMENT:
        name = environment_name(mem, rule->name);
        return str_printf(mem, STR_FMT " in the environment", STR_ARG(name));
    case SETTING_FLAG:
        return flag_name(mem, rule->name);
    case SETTING_DEFAULT:
        break;
    }
    return str_printf(mem, "%s, the default", rule->name);
}

// ── values ────────────────────────────────────────────────────────────────────────────────────

static bool parse_bool(struct str text, bool *out)
{
    static const char *const words[][2] = {
        {"no", "yes"}, {"false", "true"}, {"off", "on"}, {"0", "1"}};
    for (size_t i = 0; i < ARRAY_LEN(words); i++) {
        for (int yes = 0; yes <= 1; yes++) {
            if (str_eq_nocase(text, str_from(words[i][yes]))) {
                *out = yes;
                return true;
            }
        }
    }
    return false;
}

static bool refuse(struct loading *l, const struct setting_rule *rule, const struct source *from,
                   struct str text, const char *wanted)
{
    struct str where = describe(l, rule, from);
    return job_fail(l->job, FAULT_BAD_INPUT, STR_FMT ": \"%.60s\" is not %s", STR_ARG(where),
                    str_c(&l->job->mem, text), wanted);
}

static bool put_int(struct loading *l, const struct setting_rule *rule, const struct source *from,
                    struct str text, int64_t *field)
{
    int64_t n;
    if (!parse_int(text, &n) || n < rule->min || n > rule->max) {
        struct str wanted = str_printf(&l->job->mem, "a whole number from %lld to %lld",
                                       (long long)rule->min, (long long)rule->max);
        return refuse(l, rule, from, text, str_c(&l->job->mem, wanted));
    }
    *field = n;
    return true;
}

static bool put_value(struct loading *l, const struct setting_rule *rule, const struct source *from,
                      struct str text)
{
    void *field = (char *)l->made + rule->offset;
    switch (rule->type) {
    case TYPE_int:
        if (!put_int(l, rule, from, text, field))
            return false;
        break;
    case TYPE_bool:
        if (!parse_bool(text, field))
            return refuse(l, rule, from, text, "yes or no");
        break;
    case TYPE_text:
        if (!is_utf8_text(text))
            return refuse(l, rule, from, S("…"), "UTF-8");
        *(struct str *)field = str_copy(l->mem, text);
        break;
    case TYPE_origin:
        if (str_ends(text, S("/")))
            text.len--;
        if (text.len && !is_origin(text))
            return refuse(l, rule, from, text,
                          "an address without a path, such as https://news.example.org");
        *(struct str *)field = str_copy(l->mem, text);
        break;
    }
    l->made->origins[rule - rules] = from->origin;
    return true;
}

// ── defaults, file, environment ───────────────────────────────────────────────────────────────

static bool load_defaults(struct loading *l)
{
    static const struct source from = {.origin = SETTING_DEFAULT};
    for (size_t i = 0; i < RULES; i++) {
        struct str text = str_from(rules[i].fallback);
        if (rules[i].type == TYPE_text ||
            rules[i].type == TYPE_origin) // without its quotation marks
            text = str_from_to(text, 1, text.len - 1);
        if (!put_value(l, &rules[i], &from, text))
            return false;
    }
    return true;
}

static void close_file(FILE **file)
{
    if (*file)
        fclose(*file);
}

// No file is no fault: everything has a default.
static bool read_file(struct job *job, const char *path, struct str *out)
{
    *out = STR_NONE;
    AUTO_END(close_file) FILE *file = fopen(path, "re");
    if (!file && (errno == ENOENT || errno == ENOTDIR))
        return true;
    if (!file)
        return job_fail(job, FAULT_BAD_INPUT, "%s cannot be read: %s", path, strerror(errno));
    char *bytes = arena_take_raw(&job->mem, FILE_BYTES_MAX);
    size_t len = fread(bytes, 1, FILE_BYTES_MAX, file);
    if (ferror(file))
        return job_fail(job, FAULT_BAD_INPUT, "%s cannot be read: %s", path, strerror(errno));
    if (len == FILE_BYTES_MAX)
        return job_fail(job, FAULT_BAD_INPUT, "%s is larger than a settings file may be", path);
    *out = (struct str){bytes, len};
    return true;
}

// A value may stand in quotation marks, to keep a "#" or blanks at its ends.
static struct str file_value(struct str value)
{
    value = str_trim(value);
    if (value.len >= 2 && value.at[0] == '"') {
        ptrdiff_t end = str_find_char(str_after(value, 1), '"');
        if (end >= 0)
            return str_from_to(value, 1, (size_t)end + 1);
    }
    ptrdiff_t comment = str_find(value, S(" #"));
    return comment < 0 ? value : str_trim(str_from_to(value, 0, (size_t)comment));
}

static bool load_line(struct loading *l, const struct source *from, struct str line)
{
    struct str name, value;
    line = str_trim(line);
    if (line.len == 0 || line.at[0] == '#')
        return true;
    if (!str_split(line, '=', &name, &value))
        return job_fail(l->job, FAULT_BAD_INPUT, "%s, line %d: \"name = value\" is wanted",
                        from->file, from->line);
    name = str_trim(name);
    const struct setting_rule *rule = find_rule(name);
    if (!rule)
        return job_fail(l->job, FAULT_BAD_INPUT, "%s, line %d: there is no setting \"%.60s\"",
                        from->file, from->line, str_c(&l->job->mem, name));
    return put_value(l, rule, from, file_value(value));
}

static bool load_file(struct loading *l)
{
    struct str text, line;
    const char *path =
        str_c(&l->job->mem, str_join(&l->job->mem, l->made->data, S("/stoppress.conf")));
    struct source from = {.origin = SETTING_FILE, .file = path};
    if (!read_file(l->job, path, &text))
        return false;
    while (str_cut(&text, '\n', &line)) {
        from.line++;
        if (!load_line(l, &from, line))
            return false;
    }
    return true;
}

static bool load_environment(struct loading *l)
{
    static const struct source from = {.origin = SETTING_ENVIRONMENT};
    for (size_t i = 0; i < RULES; i++) {
        struct str name = environment_name(&l->job->mem, rules[i].name);
        const char *value = getenv(str_c(&l->job->mem, name));
        if (value && !put_value(l, &rules[i], &from, str_from(value)))
            return false;
    }
    return true;
}

// ── flags ─────────────────────────────────────────────────────────────────────────────────────

struct flag {
    const struct setting_rule *rule; // NULL: --data
    struct str value;
};

// `check` and the file write settings with underscores; as flags both spellings are taken.
static struct str with_hyphens(struct arena *mem, struct str name)
{
    char *at = arena_take_raw(mem, name.len);
    for (size_t i = 0; i < name.len; i++)
        at[i] = name.at[i] == '_' ? '-' : name.at[i];
    return (struct str){at, name.len};
}

// Is argv[at] a flag of ours? --name value, --name=value; a yes/no needs no value: --cdn.
static bool take_flag(struct loading *l, char **argv, int argc, int *at, struct flag *out,
                      bool *is_ours)
{
    struct str whole = str_from(argv[*at]), name = whole, value = STR_NONE;
    bool has_value = str_split(whole, '=', &name, &value);
    name = with_hyphens(&l->job->mem, name);
    *is_ours = false;
    if (!str_starts(whole, S("--")))
        return true;
    out->rule = NULL;
    for (size_t i = 0; i < RULES && !out->rule; i++) {
        if (str_eq(name, flag_name(&l->job->mem, rules[i].name)))
            out->rule = &rules[i];
    }
    if (!out->rule && !str_is(name, "--data"))
        return true; // the command's
    *is_ours = true;
    if (!has_value && out->rule && out->rule->type == TYPE_bool)
        value = S("yes");
    else if (!has_value && *at + 1 < argc)
        value = str_from(argv[++*at]);
    else if (!has_value)
        return job_fail(l->job, FAULT_BAD_INPUT, STR_FMT " needs a value", STR_ARG(name));
    out->value = value;
    return true;
}

// Flags of ours go out of argv into *flags; what follows "--" is the command's.
static bool take_flags(struct loading *l, int *argc, char **argv, struct flag *flags,
                       size_t *flags_count)
{
    int kept = 0;
    bool ended = false;
    for (int at = 0; at < *argc; at++) {
        bool is_ours = false;
        ended = ended || strcmp(argv[at], "--") == 0;
        char *arg = argv[at];
        if (at > 0 && !ended && !take_flag(l, argv, *argc, &at, &flags[*flags_count], &is_ours))
            return false;
        if (is_ours)
            ++*flags_count;
        else
            argv[kept++] = arg;
    }
    *argc = kept;
    argv[kept] = NULL;
    return true;
}

static bool load_flags(struct loading *l, const struct flag *flags, size_t count)
{
    static const struct source from = {.origin = SETTING_FLAG};
    for (size_t i = 0; i < count; i++) {
        if (flags[i].rule && !put_value(l, flags[i].rule, &from, flags[i].value))
            return false;
    }
    return true;
}

// --data, or STOPPRESS_DATA, or here.
static void find_data(struct loading *l, const struct flag *flags, size_t count)
{
    const char *environment = getenv("STOPPRESS_DATA");
    struct str data = environment ? str_from(environment) : STR_NONE;
    for (size_t i = 0; i < count; i++) {
        if (!flags[i].rule)
            data = flags[i].value;
    }
    while (data.len > 1 && data.at[data.len - 1] == '/')
        data.len--;
    l->made->data = str_copy(l->mem, data.len ? data : S("."));
}

bool settings_load(struct job *job, struct arena *mem, int *argc, char **argv, struct settings *out)
{
    struct settings made = {.origins = arena_array(mem, enum setting_origin, RULES)};
    struct loading l = {job, mem, &made};
    struct flag *flags = arena_array(&job->mem, struct flag, (size_t)*argc + 1);
    size_t count = 0;
    if (!take_flags(&l, argc, argv, flags, &count))
        return false;
    find_data(&l, flags, count);
    if (!load_defaults(&l) || !load_file(&l) || !load_environment(&l) ||
        !load_flags(&l, flags, count))
        return false;
    *out = made;
    return true;
}

// ── showing ───────────────────────────────────────────────────────────────────────────────────

static struct str show_value(struct arena *mem, const struct settings *settings,
                             const struct setting_rule *rule)
{
    const void *field = (const char *)settings + rule->offset;
    switch (rule->type) {
    case TYPE_int:
        return str_printf(mem, "%lld", (long long)*(const int64_t *)field);
    case TYPE_bool:
        return *(const bool *)field ? S("yes") : S("no");
    case TYPE_text:
    case TYPE_origin:
        return *(const struct str *)field;
    }
    return S("");
}

size_t settings_show(struct arena *mem, const struct settings *settings, struct setting_shown **out)
{
    struct setting_shown *shown = arena_array(mem, struct setting_shown, RULES);
    for (size_t i = 0; i < RULES; i++)
        shown[i] =
            (struct setting_shown){rules[i].name, rules[i].sentence,
                                   show_value(mem, settings, &rules[i]), settings->origins[i]};
    *out = shown;
    return RULES;
}
