// command: what can be said to the program on its command line, one small file for each word.
//
//   return command_main(argc, argv, &server);   // main.c
//
// Exit status: 0 done, 1 failed (one sentence on stderr: what, why, what to do), 2 wrong usage.
// Results go to stdout, everything else to stderr; long work shows progress on a terminal.
//
// Never: knows how a server is wired; main hands that over.
#pragma once

#include "base/base.h"
#include "settings/settings.h"

struct server;

// How main puts a server together and takes it apart; `serve` decides when.
struct command_server {
    // `inherited`: listening sockets handed over by a supervisor; may be NULL.
    bool (*open)(struct job *job, const struct settings *settings, const int *inherited,
                 int inherited_count, struct server **out);
    struct str (*address)(const struct server *server); // "http://127.0.0.1:8080/"; borrowed
    // Settings and certificates read again (SIGHUP). `settings` is kept from then on.
    bool (*reload)(struct job *job, struct server *server, const struct settings *settings);
    void (*close)(struct server *server); // drains
};

int command_main(int argc, char **argv, const struct command_server *server);
