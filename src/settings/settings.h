// settings: every knob in one table, with its sentence.
// Order of authority: flag, STOPPRESS_… in the environment, DIR/stoppress.conf, default.
#pragma once

#include "base/base.h"

enum setting_origin { SETTING_DEFAULT, SETTING_FILE, SETTING_ENVIRONMENT, SETTING_FLAG };

#define SETTING_C_int int64_t
#define SETTING_C_bool bool
#define SETTING_C_text struct str
#define SETTING_C_origin struct str // "https://news.example.org", or empty
struct settings {
#define SETTING(name, type, fallback, min, max, sentence) SETTING_C_##type name;
#include "settings/settings.def"
#undef SETTING
    struct str data;              // the directory; --data
    enum setting_origin *origins; // one for each line of the table, in its order
};

// Flags that are settings are taken out of argv (*argc shrinks); what is left belongs to the
// command. An unknown name or a value out of bounds is BAD_INPUT naming where it came from.
// Text is copied into `mem` (process lifetime).
MUST_USE bool settings_load(struct job *job, struct arena *mem, int *argc, char **argv,
                            struct settings *out);

struct setting_shown {
    const char *name, *sentence;
    struct str value;
    enum setting_origin origin;
};
// All settings with their values and origins, in the table's order; for `check` and --help.
size_t settings_show(struct arena *mem, const struct settings *settings,
                     struct setting_shown **out);
