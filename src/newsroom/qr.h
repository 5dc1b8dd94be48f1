// qr: a text as a QR code, drawn as one path of an SVG (libqrencode).
#pragma once

#include "base/base.h"

// `path` fills the dark modules in a square of `size` modules, its quiet zone included. INVALID
// when the text is too long for one.
MUST_USE bool qr_path(struct job *job, struct str text, int *size, struct str *path);
