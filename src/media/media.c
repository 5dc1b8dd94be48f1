#include "media/media.h"

const int media_widths[MEDIA_WIDTHS] = {360, 540, 720, 1080, 1440};
