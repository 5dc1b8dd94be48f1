// base: all of base/ in one include, and the functions nobody may call.
#pragma once

#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/fault.h"
#include "base/job.h"
#include "base/log.h"
#include "base/macros.h"
#include "base/random.h"
#include "base/sheet.h"
#include "base/str.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/banned.h"
