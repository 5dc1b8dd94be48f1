#include "count/count.h"
