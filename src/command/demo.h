// demo: the stories and flashes of demo/, baked into the program, taken in through the import.
#pragma once

#include "store/store.h"

MUST_USE bool demo_load(struct job *job, struct store *store);
